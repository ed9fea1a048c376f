#!/usr/bin/env bash
# Builds, runs, tests and publishes nova-pollinate: ./build.sh TARGET [OPTION ...]; ./build.sh help lists the targets.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

if ! command -v dotnet >/dev/null; then
    echo "build.sh: the .NET 10 SDK is needed, and there is no dotnet on the PATH" >&2
    exit 1
fi

# No build server outlives the build, and nothing phones home.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false DOTNET_CLI_USE_MSBUILD_SERVER=0
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 CAKE_SETTINGS_SHOWPROCESSCOMMANDLINE=false

target="${1:-help}"
shift || true
dotnet tool restore >/dev/null
exec dotnet cake build.cake --target="$target" --verbosity=quiet "$@"
