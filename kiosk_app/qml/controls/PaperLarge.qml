pragma ComponentBehavior: Bound

import QtQuick
import ".."

// A paper over the whole screen, to be read and pushed up and down.
Item {
    id: large

    property string url
    signal closed

    objectName: "paperLarge"

    parent: Theme.front
    anchors.fill: parent
    z: 5

    Rectangle {
        anchors.fill: parent
        color: Theme.veil
    }
    MouseArea {
        anchors.fill: parent
        onClicked: large.closed()
    }
    Flickable {
        id: flick
        anchors { fill: parent; topMargin: Theme.px(24); bottomMargin: close.height + Theme.px(56) }
        contentWidth: width
        contentHeight: Math.max(height, picture.height)
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        Image {
            id: picture
            anchors.horizontalCenter: parent.horizontalCenter
            width: Math.min(flick.width - 2 * Theme.margin, Theme.px(1240))
            height: implicitWidth > 0 ? width * implicitHeight / implicitWidth : flick.height
            source: large.url
            cache: false
            sourceSize.width: large.url !== "" ? width : 1
            fillMode: Image.PreserveAspectFit
        }
    }
    PrimaryButton {
        id: close
        objectName: "closePaper"
        anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom; bottomMargin: Theme.px(28) }
        text: qsTr("看好了")
        onActivated: large.closed()
    }
}
