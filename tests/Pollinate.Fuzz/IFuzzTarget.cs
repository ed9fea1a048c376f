namespace Pollinate.Fuzz;

/// <summary>One entry point of the daemon that reads what others wrote.</summary>
internal interface IFuzzTarget
{
    /// <summary>The name by which it is chosen; its seeds and cases are in folders of that name.</summary>
    string Name { get; }

    /// <summary>What its inputs look like.</summary>
    InputShape Shape { get; }

    /// <summary>The folder of its seeds, which targets may share.</summary>
    string Seeds => Name;

    /// <summary>The memory that one input may take.</summary>
    MemoryAllowance Memory => MemoryAllowance.Usual;

    /// <summary>Reads one input. Whatever comes out of it but the errors that the entry point documents is a finding.</summary>
    /// <returns>Whether the input was taken; false when it was refused with a documented error.</returns>
    bool Run(ReadOnlySpan<byte> input);
}
