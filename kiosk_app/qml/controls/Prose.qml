pragma ComponentBehavior: Bound

import QtQuick

// A sentence of more than a line never leaves one syllable alone on its last: the lines above give it some of theirs.
Label {
    id: prose

    readonly property real em: font.pixelSize
    // Two syllables and their marks, or three letters' width of a word without any.
    readonly property real least: Math.max(3, 2 + /[。！？”）]*$/.exec(text)[0].length) * em
    readonly property real over: plain.lineCount - 1
    readonly property real need: over > 0 ? Math.ceil((least - plain.last) / over / em - 0.05) * em : 0
    readonly property real give: plain.width - plain.widest + need
    // A syllable, or the longest word. In a narrow column what moves down could need a line more.
    readonly property real piece: em * Math.max(1, ...text.split(/[^!-~]+/).map(word => 0.65 * word.length))
    readonly property bool lone: need > 0 && plain.last + over * (need + piece) <= plain.width - give

    // Not a padding: that would make the words want another width. And not at once: what lies around is being laid out.
    readonly property real reach: lone ? width - give : 0

    onReachChanged: again.restart()
    onLineLaidOut: line => { if (reach > 0) line.width = reach }

    Timer { id: again; interval: 0; onTriggered: prose.forceLayout() }
    Text { // the same words as they would break
        id: plain
        property real last: 0
        property real widest: 0
        visible: false
        width: prose.width
        text: prose.text
        textFormat: prose.textFormat
        font: prose.font
        wrapMode: prose.wrapMode
        onLineLaidOut: line => {
            widest = Math.max(line.number === 0 ? 0 : widest, line.implicitWidth)
            if (line.isLast)
                last = line.implicitWidth
        }
    }
}
