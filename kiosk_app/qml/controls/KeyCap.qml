pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ".."

// One key: acts on touch-down, as typing should; in a list that scrolls (`acts` false) only when it is let go.
T.AbstractButton {
    id: key

    property string face
    property string glyph
    property bool strong: false
    property bool acts: true
    property bool repeats: false
    // Struck again this soon it was a trembling finger; what a held key repeats is no new stroke.
    property bool trembles: false
    readonly property bool resting: again.running
    property real faceSize: Theme.px(Theme.zoomed ? 76 : Theme.elder ? 48 : 38)
    signal struck

    objectName: "key-" + text
    implicitHeight: Theme.key
    implicitWidth: Theme.key
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.Button
    Accessible.name: face !== "" ? face : text
    Accessible.onPressAction: acts ? key.struck() : key.clicked()
    autoRepeat: repeats && Theme.repeatAfterMs > 0
    autoRepeatDelay: Theme.repeatAfterMs
    autoRepeatInterval: Theme.repeatEveryMs
    onPressedChanged: if (pressed) trembles = again.running
    onPressed: {
        if (!acts || trembles)
            return
        if (Theme.againAfterMs > 0)
            again.restart()
        key.struck()
    }
    Timer {
        id: again
        interval: Theme.againAfterMs
    }

    background: Item {
        Rectangle {
            anchors.fill: parent
            radius: Theme.px(14)
            color: Theme.keyLow
        }
        Rectangle {
            anchors { fill: parent; bottomMargin: key.down ? 0 : Theme.px(4) }
            radius: Theme.px(14)
            color: key.strong ? (key.down ? Theme.priDark : Theme.pri) : key.down ? Theme.priSoft : Theme.keyCap
            border.width: Theme.contrast ? Theme.edge : 0
            border.color: Theme.line
        }
    }
    contentItem: Item {
        Label {
            anchors.centerIn: parent
            visible: key.glyph === ""
            text: key.face !== "" ? key.face : key.text
            width: Math.min(implicitWidth, key.width - Theme.px(8))
            font.pixelSize: key.faceSize
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: Theme.px(24)
            font.bold: key.strong
            color: key.strong ? Theme.inkOnPri : Theme.ink
            wrapMode: Text.NoWrap
            elide: Text.ElideNone
            verticalAlignment: Text.AlignVCenter
        }
        LineIcon {
            anchors.centerIn: parent
            visible: key.glyph !== ""
            name: key.glyph
            colour: key.strong ? Theme.inkOnPri : Theme.ink
            size: Math.round(key.faceSize * 1.2)
        }
    }
}
