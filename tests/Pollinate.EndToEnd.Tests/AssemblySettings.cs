// The tests share one Keystone, which some of them stop.
[assembly: NonParallelizable]
