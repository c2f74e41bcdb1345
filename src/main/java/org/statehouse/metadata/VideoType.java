package org.statehouse.metadata;

/**
 * The address of a video. Where a page can show it, {@link VideoAddress} knows how. A search does not look into it.
 */
final class VideoType extends UrlType {

    @Override
    public String name() {
        return "video";
    }

    @Override
    public FormControl form(Field field) {
        return control(FormControl.Kind.VIDEO_INPUT, field);
    }

    @Override
    public boolean searchable() {
        return false;
    }
}
