package org.statehouse.metadata;

import java.util.Map;

/** The address of an image; {@code size} and {@code alt} say how it is shown. A search does not look into it. */
final class ImageType extends UrlType {

    @Override
    public String name() {
        return "image";
    }

    @Override
    public Map<String, SettingForm> settings() {
        return Map.of(
                "maxLength", SettingForm.WHOLE_NUMBER,
                "size", SettingForm.SIZE,
                "alt", SettingForm.TEXT);
    }

    @Override
    public FormControl form(Field field) {
        FormControl control = control(FormControl.Kind.IMAGE_INPUT, field);
        if (field.settings().values().get("size") instanceof Map<?, ?> size) {
            control = control.with("width", size.get("width")).with("height", size.get("height"));
        }
        return control.with(field.settings(), "alt");
    }

    @Override
    public boolean searchable() {
        return false;
    }
}
