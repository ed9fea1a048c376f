using System.Security.Cryptography;
using System.Text;

namespace Pollinate.Host.Admin;

/// <summary>How the status page looks, light and dark, wide and narrow; and what a browser may load for it, which is nothing.</summary>
internal static class StatusStyle
{
    public const string Css = """
        :root{color-scheme:light dark;--ground:#fbfaf7;--card:#fff;--text:#1f2328;--soft:#59616b;--line:#dcdad3;--half:#1c5d99;--slow:#b3541e;--good:#1a6b3c;--bad:#b3261e}
        @media(prefers-color-scheme:dark){:root{--ground:#15181c;--card:#1c2025;--text:#e4e6e9;--soft:#a3abb5;--line:#343a42;--half:#79b8f2;--slow:#e9a06b;--good:#7fcf9b;--bad:#ff9a92}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--ground);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif}
        main{max-width:76rem;margin:0 auto;padding:2rem 1.25rem 3rem}
        h1{font-size:1.5rem;line-height:1.2;font-weight:650;margin:0}
        h2{font-size:1.05rem;font-weight:650;margin:2.25rem 0 .6rem}
        p{margin:.35rem 0}
        h1,p,td,tbody th{overflow-wrap:anywhere}
        .soft,small{color:var(--soft)}
        small{font-size:.85rem}
        code{font:.9em/1.4 ui-monospace,"DejaVu Sans Mono","Liberation Mono",monospace;overflow-wrap:anywhere}
        dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:.9rem 1.5rem;margin:1.25rem 0 0;padding:1rem 1.25rem;background:var(--card);border:1px solid var(--line);border-radius:.5rem}
        dt{color:var(--soft);font-size:.85rem}
        dd{margin:0;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
        table{width:100%;border-collapse:collapse;background:var(--card);border:1px solid var(--line);border-radius:.5rem}
        th,td{padding:.5rem .75rem;text-align:left;vertical-align:top;border-top:1px solid var(--line)}
        thead th{border-top:0;color:var(--soft);font-size:.85rem;font-weight:500;white-space:nowrap}
        tbody th{font-weight:600;overflow-wrap:anywhere}
        tbody th small{display:block;font-weight:400;overflow-wrap:anywhere}
        .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        .text{overflow-wrap:anywhere}
        .good{color:var(--good)}
        .bad{color:var(--bad);font-weight:600}
        .chart{display:block;width:180px;max-width:100%;height:36px}
        .chart path{fill:none;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}
        .axis{stroke:var(--line)}
        .half{stroke:var(--half)}
        .slow{stroke:var(--slow)}
        .key::before{content:"";display:inline-block;width:1.1em;height:2px;margin:0 .35em .25em 0;background:var(--half)}
        .key.of-slow::before{background:var(--slow)}
        tr.error td{border-top:0;padding-top:0;color:var(--bad)}
        @media(max-width:56rem){
        main{padding:1.25rem .9rem 2rem}
        table,tbody,tr,td,tbody th{display:block}
        thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
        tr{padding:.5rem 0;border-top:1px solid var(--line)}
        tbody tr:first-child{border-top:0}
        td,tbody th{border:0;padding:.2rem .75rem}
        td[data-of]{display:flex;justify-content:space-between;gap:1rem;text-align:right;white-space:normal;overflow-wrap:anywhere}
        td[data-of]::before{content:attr(data-of);color:var(--soft);text-align:left}
        td[data-of]>*{min-width:0}
        tr.error{border-top:0;padding-top:0}
        tr.error td{text-align:left}
        }
        """;

    public static string Policy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)))}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}
