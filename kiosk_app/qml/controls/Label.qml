pragma ComponentBehavior: Bound

import QtQuick
import ".."

// Text as it stands everywhere: wraps, never a tag soup, never smaller than the body size.
Text {
    // Lines 1.3 em apart (the face's own gap is 1.45) with the last line's foot kept inside the box.
    property bool tight: false

    lineHeight: tight ? 0.9 : 1
    bottomPadding: tight ? Math.round(font.pixelSize * 0.145) : 0
    color: Theme.ink
    font.family: Theme.family
    font.pixelSize: Theme.body
    textFormat: Text.PlainText
    wrapMode: Text.Wrap
    elide: Text.ElideRight
}
