"""The style sheet of an evaluation's page: light or dark as the reader's system is."""

from __future__ import annotations

from svfap_core.exports.palette import HAIRLINE, INK, QUIET_INK

STYLE = f"""
:root{{--ink:{INK};--quiet:{QUIET_INK};--line:{HAIRLINE};--ground:#fff;
--tint:10 92 153;--warn:180 83 9}}
*{{box-sizing:border-box}} body{{margin:0;background:var(--ground);color:var(--ink);
font:1rem/1.55 system-ui,sans-serif;font-variant-numeric:tabular-nums}}
main{{max-width:60rem;margin:auto;padding:2.5rem 1.25rem 4rem}}
h1{{font-size:1.9rem;line-height:1.2;margin:0}} h2{{font-size:1.2rem;margin:3rem 0 .5rem}}
h3{{font-size:.9rem;margin:0}} p{{margin:.4rem 0 .9rem;max-width:42rem}} figure{{margin:0}}
header p,.quiet,small,thead th,dt{{color:var(--quiet)}} em{{font-style:normal;font-weight:600}}
.caution{{max-width:none;margin:0 0 1.5rem;padding:.6rem .9rem;font-weight:600;
border:2px solid rgb(var(--warn));background:rgb(var(--warn)/.12)}}
small,th{{font-weight:400}} .wide{{overflow-x:auto}} .wide+p{{margin-top:1.4rem}}
.cards{{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:1.5rem;
margin:1.25rem 0 1.75rem}} .cards>div{{border-top:2px solid rgb(var(--tint));padding-top:.6rem}}
.cards p,figure p{{margin:0 0 .35rem;font-size:.85rem}}
.cards .big{{margin:0;font-size:2rem;line-height:1.3;font-weight:600}}
table{{border-collapse:collapse;font-size:.9rem}} th{{text-align:left}} .n{{text-align:right}}
td{{white-space:nowrap}} thead th{{font-size:.8rem;vertical-align:bottom}}
.list,.recall{{width:100%}} .list td,.list th{{padding:.4rem 0 .4rem 1rem;vertical-align:top;
border-bottom:1px solid var(--line)}} .list tbody th{{overflow-wrap:anywhere;min-width:9rem}}
.recall td,.recall th{{padding:.3rem 0 .3rem .9rem}} .recall td:nth-child(2){{width:100%;
min-width:6rem}} .list th:first-child,.recall th:first-child{{padding-left:0}}
.confusion td{{padding:1px}} .confusion div{{min-width:3.3rem;height:2.8rem;padding:.3rem;
font-size:.72rem;line-height:1.3;display:flex;flex-direction:column;justify-content:center;
text-align:center;background:rgb(var(--tint)/calc(var(--a)*.5))}}
.confusion b{{font-size:.95rem}} .confusion .right{{outline:1px solid var(--quiet);
outline-offset:-1px}} .confusion tbody th{{padding-right:.75rem;position:sticky;left:0;
background:var(--ground)}} .confusion thead th{{text-align:center;padding:0 .3rem .3rem}}
.upright thead span{{writing-mode:vertical-rl;transform:rotate(180deg)}}
.confusion .n{{padding-left:.75rem}}
.dense div{{min-width:2.1rem;padding:.2rem 0;font-size:.62rem}} .dense b{{font-size:.78rem}}
.bar{{position:relative;height:1rem;background:var(--line)}} .bar *{{position:absolute}}
.bar i{{height:100%;background:var(--light)}} .bar u{{top:calc(50% - 1px);height:2px;
background:var(--ink);box-shadow:0 0 0 1px var(--ground)}}
.pair,.grid{{display:grid;grid-template-columns:repeat(auto-fit,minmax(17rem,1fr));gap:1.5rem}}
svg{{width:100%;max-width:26rem;font-size:12px}} text{{fill:var(--quiet)}} path{{fill:none}}
.line{{stroke:var(--line)}} .diagonal{{stroke:var(--quiet);stroke-dasharray:4 4}}
circle{{fill:rgb(var(--tint)/.75)}} .gap{{stroke:rgb(var(--tint)/.5)}}
.curve{{stroke:rgb(var(--tint));stroke-width:2.5;stroke-linejoin:round}}
.best{{stroke:var(--ink);stroke-dasharray:1 3;stroke-width:1.5;stroke-linecap:round}}
.dots{{stroke:rgb(var(--tint)/.4);stroke-width:4;stroke-linecap:round}}
dl{{display:grid;grid-template-columns:minmax(6rem,auto) 1fr;gap:.35rem 1.5rem;font-size:.9rem}}
dd{{margin:0;overflow-wrap:anywhere}}
.whisker{{position:relative;min-width:8rem;height:1.4rem;
background:linear-gradient(var(--quiet),var(--quiet)) center/1px 100% no-repeat}}
.whisker *{{position:absolute}} .whisker u{{top:calc(50% - 1px);height:2px;background:var(--ink)}}
.whisker i{{top:calc(50% - 4px);width:8px;height:8px;margin-left:-4px;border-radius:50%;
background:rgb(var(--tint))}} .loose td{{white-space:normal;overflow-wrap:anywhere}}
.clip{{display:flex;flex-wrap:wrap;gap:.5rem 1.25rem;padding:.75rem 0;font-size:.9rem;
border-bottom:1px solid var(--line)}} .frames{{display:flex;gap:2px;min-width:12rem}}
.frames img{{width:5.5rem;height:5.5rem;display:block}}
.clip ul{{margin:.2rem 0;padding:0 0 0 1.1rem}}
details{{margin:.75rem 0}} summary{{cursor:pointer}}
@media(prefers-color-scheme:dark){{:root{{--ink:#E5E7EB;--quiet:#9CA3AF;--line:#2B3442;
--ground:#11161D;--tint:90 169 230;--warn:251 191 36}} .bar i{{background:var(--dark)}}}}
@media(max-width:34rem){{table{{font-size:.8rem}} .list td,.list th{{padding-left:.6rem}}
.list tbody th{{min-width:5.5rem}} .recall tr>:nth-child(4){{display:none}}}}
@media print{{section{{break-inside:avoid}}}}
"""
