import QtQuick
import ".."

// Text as it stands everywhere: wraps, never a tag soup, never smaller than the body size.
Text {
    color: Theme.ink
    font.family: Theme.family
    font.pixelSize: Theme.body
    textFormat: Text.PlainText
    wrapMode: Text.Wrap
    elide: Text.ElideRight
}
