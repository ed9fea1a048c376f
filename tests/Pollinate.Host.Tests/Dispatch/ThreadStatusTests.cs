using Pollinate.Host.Dispatch;

namespace Pollinate.Host.Tests.Dispatch;

/// <summary>Lines as Linux writes them in <c>/proc/self/task/ID/stat</c>.</summary>
internal sealed class ThreadStatusTests
{
    [TestCase("4711 (.NET TP Worker) R 1 4711 4711 0 -1", true)]
    [TestCase("4711 (.NET TP Worker) S 1 4711 4711 0 -1", false)]
    [TestCase("4711 (provider) R 1 4711 4711 0 -1", false)]
    [TestCase("4711 (.NET TP Worker)", false)]
    [TestCase("4711 (.NET TP Worker) ", false)]
    [TestCase("4711 (.NET TP Worker) R", true)]
    [TestCase("", false)]
    public void A_thread_of_the_pools_is_at_work_when_it_runs_or_could(string status, bool isAtWork) =>
        ThreadStatus.IsOfPoolAtWork(status).Should().Be(isAtWork);

    [TestCase("4711 (provider) S 1", true)]
    [TestCase("4711 (provider) D 1", true)]
    [TestCase("4711 (provider) R 1", false)]
    [TestCase("4711 (a) S) R 1", false, Description = "a name with a bracket")]
    [TestCase("4711 (a) R) S 1", true, Description = "a name with a bracket")]
    [TestCase("4711 (provider) S", true)]
    [TestCase("4711 (provider) ", false)]
    [TestCase("4711 (provider)", false)]
    [TestCase("", false)]
    public void One_that_waits_for_something_else_than_a_processor_is_blocked(string status, bool isBlocked) =>
        ThreadStatus.IsBlocked(status).Should().Be(isBlocked);
}
