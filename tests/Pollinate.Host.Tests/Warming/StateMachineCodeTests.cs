using System.Runtime.CompilerServices;
using Pollinate.Host.Warming;

namespace Pollinate.Host.Tests.Warming;

/// <summary>What the runtime compiles when an asynchronous method waits, found ahead.</summary>
internal sealed class StateMachineCodeTests
{
    // Those of the framework: as in a published plugin they are structures, which in the tests' own they are not.
    private static readonly IReadOnlyList<Type> Machines =
        [.. typeof(HttpClient).Assembly.GetTypes().Where(type => type is { IsValueType: true, ContainsGenericParameters: false } && typeof(IAsyncStateMachine).IsAssignableFrom(type))];

    [TestCase(typeof(AsyncTaskMethodBuilder))]
    [TestCase(typeof(AsyncTaskMethodBuilder<HttpResponseMessage>))]
    [TestCase(typeof(AsyncValueTaskMethodBuilder))]
    [TestCase(typeof(AsyncValueTaskMethodBuilder<HttpResponseMessage>))]
    public void It_is_found_for_each_kind_of_asynchronous_method_and_can_be_compiled(Type builder)
    {
        var machine = Machines.First(type => type.GetField("<>t__builder")?.FieldType == builder);

        var found = StateMachineCode.Of(machine).ToList();

        found.Select(pair => pair.Method.Name).Should().Contain(["GetStateMachineBox", "MoveNext", "ExecutionContextCallback", ".ctor"]);
        var compile = () => found.ForEach(pair => RuntimeHelpers.PrepareMethod(pair.Method.MethodHandle, pair.For));
        compile.Should().NotThrow();
    }

    [TestCase(typeof(int))]
    [TestCase(typeof(string))]
    [TestCase(typeof(KeyValuePair<string, int>))]
    public void There_is_none_for_what_is_no_asynchronous_method(Type type) => StateMachineCode.Of(type).Should().BeEmpty();
}
