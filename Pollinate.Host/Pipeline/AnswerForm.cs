using System.Buffers;

namespace Pollinate.Host.Pipeline;

/// <summary>Writes what a path answers of the providers' output: one JSON value.</summary>
internal delegate void AnswerForm(PipelineOutput output, IBufferWriter<byte> answer);
