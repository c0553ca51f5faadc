pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
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
    Shape {
        anchors.fill: parent
        ShapePath {
            strokeColor: pad.trouble !== "" ? Theme.bad : Theme.pri
            strokeWidth: Theme.px(4)
            strokeStyle: ShapePath.DashLine
            dashPattern: [2.4, 1.6]
            fillColor: "transparent"
            PathRectangle {
                x: Theme.px(2)
                y: Theme.px(2)
                width: pad.width - Theme.px(4)
                height: pad.height - Theme.px(4)
                radius: Theme.radiusBig
            }
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
