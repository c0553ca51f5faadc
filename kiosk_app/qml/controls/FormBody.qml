pragma ComponentBehavior: Bound

import QtQuick

// The fields of a form, or, while one of them is being chosen from its list, that list.
Item {
    id: body

    required property var view
    required property var intents
    property int columns: 2
    readonly property bool picking: view.pickName !== ""

    FormFields {
        anchors.fill: parent
        visible: !body.picking
        fields: body.view.fields
        intents: body.intents
        focusName: body.view.focusField
        columns: body.columns
        place: body.view.place
    }
    Loader {
        anchors.fill: parent
        active: body.picking
        sourceComponent: PickList {
            view: body.view
            intents: body.intents
        }
    }
}
