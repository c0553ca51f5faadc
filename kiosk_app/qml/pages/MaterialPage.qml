import QtQuick
import QtQuick.Layouts
import "../controls"
import ".."

// A paper under the camera: the live outline tells what to do, the picture takes itself.
PageArea {
    id: page

    required property var frames

    GridLayout {
        anchors { fill: parent; topMargin: Theme.px(40); bottomMargin: Theme.px(24) }
        columns: Theme.portrait ? 1 : 2
        columnSpacing: Theme.px(44)
        rowSpacing: Theme.px(28)

        PaperStage {
            view: page.view
            frames: page.frames
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 1180
        }
        ColumnLayout {
            spacing: Theme.px(14)
            Layout.fillWidth: true
            Layout.fillHeight: !Theme.portrait
            Layout.preferredWidth: 584
            Label {
                text: page.view.title
                font.pixelSize: Theme.title
                font.bold: true
                maximumLineCount: 2
                lineHeight: lineCount > 1 ? 0.9 : 1
                Layout.fillWidth: true
            }
            Label {
                text: page.view.text
                color: Theme.ink2
                maximumLineCount: 3
                Layout.fillWidth: true
            }
            ListView {
                id: list
                model: page.view.items
                spacing: Theme.gap
                clip: true
                boundsBehavior: Flickable.StopAtBounds
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredHeight: Theme.portrait ? Math.min(contentHeight, page.height * 0.36) : 100
                delegate: MaterialTile {
                    width: list.width
                    onActivated: page.intents.chooseMaterial(modelData.id)
                }
            }
            PressButton {
                objectName: page.view.shot ? "retakePage" : "takePage"
                enabled: page.view.cameraReady
                glyph: "camera"
                text: page.view.shot ? qsTr("重拍这一页") : qsTr("现在拍")
                ink: Theme.priDark
                border: Theme.pri
                Layout.fillWidth: true
                onActivated: page.view.shot ? page.intents.retakePage() : page.intents.takePage()
            }
        }
    }
}
