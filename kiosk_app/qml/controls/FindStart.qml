pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// Before any word is typed: what is often done here, and the doors by life event or by department.
Item {
    id: start

    required property var view
    signal itemChosen(string item)
    signal doorOpened(string door)

    ScrollColumn {
        anchors.fill: parent
        spacing: Theme.gap

        Repeater {
            model: [
                { label: qsTr("常办"), chips: start.view.favourites },
                { label: qsTr("这里常问"), chips: start.view.often }
            ].filter(row => row.chips.length > 0)
            delegate: Flow {
                id: row
                required property var modelData
                spacing: Theme.gap
                Layout.fillWidth: true
                Label {
                    text: row.modelData.label
                    color: Theme.ink2
                    height: Theme.target
                    verticalAlignment: Text.AlignVCenter
                }
                Repeater {
                    model: row.modelData.chips
                    delegate: Chip {
                        required property var modelData
                        objectName: "short-" + modelData.itemId
                        text: modelData.text
                        pad: Theme.px(Theme.elder ? 14 : 22) // under the keys of big letters there is room for one line
                        onActivated: start.itemChosen(modelData.itemId)
                    }
                }
            }
        }
        GridLayout {
            columns: Theme.portrait ? 2 : Theme.elder ? 3 : 4
            columnSpacing: Theme.wide
            rowSpacing: Theme.wide
            uniformCellWidths: true
            uniformCellHeights: true
            Layout.fillWidth: true
            Layout.bottomMargin: Theme.wide
            Repeater {
                model: start.view.doors
                delegate: DoorTile {
                    required property var modelData
                    required property int index
                    door: modelData
                    order: index
                    objectName: "door-" + modelData.id
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    onActivated: start.doorOpened(modelData.id)
                }
            }
        }
    }
}
