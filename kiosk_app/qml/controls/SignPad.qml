pragma ComponentBehavior: Bound

import QtQuick
import ".."

// The dashed frame one signs in.
Item {
    id: pad

    property string hint
    property string trouble
    property bool showHint: true
    default property alias content: inside.data

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusBig
        color: Theme.card
    }
    Canvas { // a Shape does not keep to the window of a lowered page
        readonly property color ink: pad.trouble !== "" ? Theme.bad : Theme.pri
        readonly property real thick: Theme.px(4)
        anchors.fill: parent
        onInkChanged: requestPaint()
        onVisibleChanged: requestPaint() // what is drawn while it is hidden is lost
        onPaint: {
            const pen = getContext("2d")
            pen.reset()
            pen.strokeStyle = ink
            pen.lineWidth = thick
            pen.setLineDash([2.4, 1.6]) // in widths of the line
            pen.roundedRect(thick / 2, thick / 2, width - thick, height - thick, Theme.radiusBig, Theme.radiusBig)
            pen.stroke()
        }
    }
    Rectangle {
        visible: pad.height > Theme.px(380)
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        anchors { leftMargin: Theme.px(64); rightMargin: Theme.px(64); bottomMargin: parent.height * 0.3 }
        height: Theme.edge
        color: Theme.line
    }
    Item {
        id: inside
        anchors.fill: parent
    }
    Label {
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: Theme.px(24) }
        visible: pad.trouble !== "" || pad.showHint
        text: pad.trouble !== "" ? pad.trouble : pad.hint
        color: pad.trouble !== "" ? Theme.badText : Theme.ink3
        font.bold: pad.trouble !== ""
        horizontalAlignment: Text.AlignRight
        maximumLineCount: 2
    }
}
