using NUnit.Framework.Interfaces;

[assembly: Pollinate.Host.Tests.StopAtFirstFailure]

namespace Pollinate.Host.Tests;

/// <summary>
/// Leaves out the tests that are left when one has failed: to know that a mutant is noticed, one is enough, and the mutation tool
/// would run them all.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class StopAtFirstFailureAttribute : Attribute, ITestAction
{
    // One process makes run after run, and each has a tree of tests of its own.
    private static volatile ITest? _failed;

    public ActionTargets Targets => ActionTargets.Test;

    public void BeforeTest(ITest test)
    {
        if (ReferenceEquals(RootOf(test), _failed))
            Assert.Ignore("Another test has failed already.");
    }

    public void AfterTest(ITest test)
    {
        if (TestContext.CurrentContext.Result.Outcome.Status == TestStatus.Failed)
            _failed = RootOf(test);
    }

    private static ITest RootOf(ITest test)
    {
        while (test.Parent is { } parent)
            test = parent;
        return test;
    }
}
