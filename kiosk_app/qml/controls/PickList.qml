pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// All answers of one field as big buttons: the way down to the place, a line to find one by its initials, the list.
ColumnLayout {
    id: list

    required property var view
    required property var intents
    readonly property bool low: height < Theme.px(460)
    readonly property string place: view.pickName + "/" + view.pickTrail.length + "/" + view.pickQuery

    spacing: Theme.gap
    onPlaceChanged: grid.positionViewAtBeginning()

    // The second half of a double press must not choose in the list that has only just come.
    PressGuard { id: guard }

    GridLayout {
        columns: Theme.portrait ? 1 : 2
        columnSpacing: Theme.wide
        rowSpacing: Theme.gap
        Layout.rightMargin: Theme.px(20)
        Layout.fillWidth: true
        Flow {
            visible: list.view.pickTrail.length > 0 && !list.low
            spacing: Theme.gap
            Layout.fillWidth: true
            Layout.preferredWidth: 3
            Repeater {
                model: list.view.pickTrail
                delegate: Chip {
                    required property var modelData
                    required property int index
                    objectName: "trail-" + modelData.value
                    text: modelData.label
                    on: index === list.view.pickTrail.length - 1
                    onActivated: list.intents.browseRegion(modelData.value)
                }
            }
        }
        SearchField {
            label: qsTr("找一个答案")
            hint: qsTr("打名字或首字母")
            query: list.view.pickQuery
            summary: ""
            searching: false
            startsTyping: false
            Layout.fillWidth: true
            Layout.preferredWidth: 2
            onEdited: words => list.intents.seekAnswer(words)
        }
    }
    Label {
        visible: text !== ""
        text: list.view.pickEmpty
        font.pixelSize: Theme.lead
        color: Theme.ink2
        maximumLineCount: 3
        Layout.fillWidth: true
    }
    GridView {
        id: grid
        readonly property int columns: Math.max(1, Math.floor(width / Theme.em(!Theme.portrait || list.view.pickQuery !== "" ? 400 : 300)))
        cacheBuffer: 0
        model: list.view.pickOptions
        cellWidth: Math.floor((width - Theme.px(20) + Theme.gap) / columns)
        cellHeight: Theme.em(list.view.pickQuery !== "" ? 152 : 110) + Theme.gap
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        Layout.fillWidth: true
        Layout.fillHeight: true
        ScrollMark { parent: grid; flick: grid; inside: true }
        delegate: Item {
            id: cell
            required property var model
            width: grid.cellWidth
            height: grid.cellHeight
            PickOption {
                width: cell.width - Theme.gap
                height: cell.height - Theme.gap
                value: cell.model.value
                text: cell.model.label
                sub: cell.model.sub
                on: cell.model.on
                onClicked: if (guard.admits()) list.intents.editField(list.view.pickName, cell.model.value)
            }
        }
    }
}
