package org.statehouse.metadata;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A video at a provider that lets others show it, known from any of the addresses that people copy. Providers are YouTube
 * ({@code watch?v=}, {@code youtu.be/}, {@code embed/}, {@code shorts/}, {@code live/}) and Vimeo (also unlisted videos, in
 * channels and groups). Scheme and host may be in any case; what else the query and the fragment say is left out.
 *
 * @param provider who has it
 * @param id the provider's id of it
 * @param key what an unlisted video of Vimeo is opened with, else empty
 */
public record VideoAddress(Provider provider, String id, String key) {

    /** Who has videos. */
    public enum Provider {
        YOUTUBE,
        VIMEO
    }

    private static final String HOST = "(?i:https?://(?:www\\.|m\\.)?";
    private static final String END = "/?(?:[?#]\\S*)?";
    private static final String YOUTUBE_ID = "([A-Za-z0-9_-]{11})";

    private static final Pattern WATCH = Pattern.compile(
            HOST + "(?:music\\.)?youtube\\.com)/watch/?\\?(?:[^\\s#]*&)?v=" + YOUTUBE_ID + "(?:[&#]\\S*)?");
    private static final Pattern YOUTUBE =
            Pattern.compile(HOST + "youtube(?:-nocookie)?\\.com)/(?:embed|shorts|live|v)/" + YOUTUBE_ID + END);
    private static final Pattern SHORT = Pattern.compile(HOST + "youtu\\.be)/" + YOUTUBE_ID + END);
    private static final Pattern VIMEO = Pattern.compile(HOST
            + "vimeo\\.com)/(?:channels/[A-Za-z0-9_-]+/|groups/[A-Za-z0-9_-]+/videos/)?([0-9]{1,12})(?:/([0-9a-f]{6,40}))?"
            + END);
    private static final Pattern PLAYER = Pattern.compile(
            "(?i:https?://player\\.vimeo\\.com)/video/([0-9]{1,12})/?(?:\\?(?:[^\\s#]*&)?h=([0-9a-f]{6,40})(?:[&#]\\S*)?|[?#]\\S*)?");

    /** The video at an address; empty when no provider has videos at such addresses. */
    public static Optional<VideoAddress> of(String address) {
        for (Pattern form : new Pattern[] {WATCH, YOUTUBE, SHORT}) {
            Matcher parts = form.matcher(address);
            if (parts.matches()) {
                return Optional.of(new VideoAddress(Provider.YOUTUBE, parts.group(1), ""));
            }
        }
        for (Pattern form : new Pattern[] {VIMEO, PLAYER}) {
            Matcher parts = form.matcher(address);
            if (parts.matches()) {
                String key = parts.group(2);
                return Optional.of(new VideoAddress(Provider.VIMEO, parts.group(1), key == null ? "" : key));
            }
        }
        return Optional.empty();
    }

    /** Where a page finds the player of it, for a frame. */
    public String embedAddress() {
        return switch (provider) {
            case YOUTUBE -> "https://www.youtube.com/embed/" + id;
            case VIMEO -> "https://player.vimeo.com/video/" + id + (key.isEmpty() ? "" : "?h=" + key);
        };
    }
}
