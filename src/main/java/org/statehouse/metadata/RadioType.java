package org.statehouse.metadata;

/** One of a few keys, which a form shows all at once as buttons; else as {@code enum}. */
final class RadioType extends EnumType {

    @Override
    public String name() {
        return "radio";
    }

    @Override
    public FormControl form(Field field) {
        return FormControl.of(FormControl.Kind.RADIO_GROUP).withOptions(field.settings());
    }
}
