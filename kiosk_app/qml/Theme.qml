pragma Singleton

import QtQuick

// Every size, colour and duration of the screens. Main.qml feeds the four inputs; all else follows.
QtObject {
    id: theme

    property real windowWidth: 1920
    property real windowHeight: 1080
    property string mode: "standard"
    property bool reducedMotion: false

    readonly property bool portrait: windowHeight > windowWidth
    readonly property bool elder: mode === "elder"
    readonly property bool contrast: mode === "contrast"
    readonly property real k: portrait ? Math.min(windowWidth / 1080, windowHeight / 1920)
                                       : Math.min(windowWidth / 1920, windowHeight / 1080)

    // Geometry in px of a 1080-line screen, text in px that grow with the big-letter mode.
    function px(n: real): real { return Math.round(n * theme.k) }
    function em(n: real): real { return Math.round(n * theme.k * (theme.elder ? 1.4 : 1)) }

    readonly property string family: "Noto Sans CJK SC"
    readonly property real body: em(28)
    readonly property real lead: em(32)
    readonly property real title: em(40)
    readonly property real question: em(elder ? 48 : 56)
    readonly property real hero: em(elder ? 72 : 80)

    readonly property real target: px(elder ? 120 : 88)
    readonly property real gap: px(16)
    readonly property real wide: px(24)
    readonly property real margin: px(portrait ? 48 : 56)
    readonly property real radius: px(18)
    readonly property real radiusBig: px(28)
    readonly property real radiusHuge: px(36)
    readonly property real edge: Math.max(1, px(contrast ? 3 : 2))
    readonly property real edgeBold: Math.max(2, px(contrast ? 5 : 3))

    readonly property int quick: reducedMotion ? 0 : 120
    readonly property int calm: reducedMotion ? 0 : 200
    // Against the second press. Not read-only: a test about something else need not wait for them.
    property int guardMs: 600
    property int settleMs: 250
    // What stands on the glass: when it changes, a moment passes before anything new takes a press.
    property string scene
    readonly property bool settling: settle.running
    readonly property Timer settle: Timer { interval: theme.settleMs }
    onSceneChanged: settle.restart()
    // The one button that a finger is on; what another finger presses meanwhile does nothing.
    property Item held
    // Keys: held, one repeats after this (0: never) and so often; struck again sooner than the last, it does not count.
    property int repeatAfterMs: 500
    property int repeatEveryMs: 100
    property int againAfterMs: 0
    // The layer over the page, for what a page lays over everything; and what a page wants to be looked at.
    property Item front
    signal asked(Item item)
    // The page has brought a field to the finger: what is to be written or mended now.
    signal brought(Item field)
    // "Next" was pressed: what still has to be mended comes into sight again.
    signal wentOn()
    // Under the magnifier; and how much it enlarges: in big letters a headline, 7/6 of its standard size there, becomes
    // twice as large, in high contrast everything does.
    property bool zoomed: false
    readonly property real magnified: contrast ? 2 : 7 / 4
    // The drawn keyboard stands outside the magnifier, and has its own large letters.
    readonly property real key: px(elder || zoomed ? 120 : 88)

    readonly property color ink: contrast ? "#FFFFFF" : "#14283A"
    readonly property color ink2: contrast ? "#FFFFFF" : "#4A5B69"
    readonly property color ink3: contrast ? "#E8E8E8" : "#5F6C77"
    readonly property color paper: contrast ? "#000000" : "#F7F5F0"
    readonly property color card: contrast ? "#000000" : "#FFFFFF"
    readonly property color bar: contrast ? "#000000" : "#FDFCFA"
    readonly property color line: contrast ? "#FFFFFF" : "#E4E0D6"
    readonly property color lineStrong: contrast ? "#FFFFFF" : "#8B959C"
    readonly property color pri: contrast ? "#FFD84A" : "#0D6B7F"
    readonly property color priDark: contrast ? "#FFD84A" : "#084E5D"
    readonly property color priSoft: contrast ? "#2B2400" : "#E3F1F3"
    readonly property color inkOnPri: contrast ? "#000000" : "#FFFFFF"
    readonly property color acc: contrast ? "#FFB02E" : "#E8912D"
    readonly property color accText: contrast ? "#FFC96B" : "#8A4B08"
    readonly property color accSoft: contrast ? "#2B1B00" : "#FDF1E1"
    readonly property color inkOnAcc: contrast ? "#000000" : "#14283A"
    readonly property color off: contrast ? "#000000" : "#E8E5DC"
    readonly property color lineOff: contrast ? "#8A8A8A" : off
    readonly property color inkOff: contrast ? "#B0B0B0" : "#4A5B69"
    readonly property color ok: contrast ? "#63E69A" : "#2B8A57"
    readonly property color okText: contrast ? "#63E69A" : "#1C6B41"
    readonly property color okSoft: contrast ? "#04200F" : "#E4F4EA"
    readonly property color inkOnOk: contrast ? "#000000" : "#FFFFFF"
    readonly property color bad: contrast ? "#FF9C8F" : "#C23B2C"
    readonly property color badText: contrast ? "#FF9C8F" : "#A93022"
    readonly property color badSoft: contrast ? "#2B0805" : "#FBE9E6"
    readonly property color stage: contrast ? "#000000" : "#263B49"
    readonly property color keys: contrast ? "#000000" : "#E8E5DC"
    readonly property color keyCap: contrast ? "#1C1C1C" : "#FDFCFA"
    readonly property color keyLow: contrast ? "#FFFFFF" : "#D0CCC0"
    readonly property color veil: contrast ? "#E6000000" : "#A614283A"
    readonly property color glass: "#CC0F1C26"

    // A line icon of assets/icons in a colour.
    function icon(name: string, colour: color): string {
        const text = String(colour)
        return "image://icons/" + name + "/" + text.slice(text.length - 6)
    }

    // Facts on one line. The dot stays with what it ends: no line begins with it.
    function dotted(parts: var): string {
        return parts.filter(part => part !== "").join("\u00a0· ")
    }

    // Ground, edge and text colour of a tone: info, ok, warn, bad, acc, pri.
    function soft(tone: string): color {
        return tone === "ok" ? okSoft : tone === "bad" ? badSoft : tone === "warn" || tone === "acc" ? accSoft : priSoft
    }
    function strong(tone: string): color {
        return tone === "ok" ? ok : tone === "bad" ? bad : tone === "warn" || tone === "acc" ? acc : pri
    }
    function textOf(tone: string): color {
        return tone === "ok" ? okText : tone === "bad" ? badText : tone === "warn" || tone === "acc" ? accText : priDark
    }
}
