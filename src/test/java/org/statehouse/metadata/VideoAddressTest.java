package org.statehouse.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From which addresses a video is known, and where its player is. */
class VideoAddressTest {

    private static final String YOUTUBE = "https://www.youtube.com/embed/dQw4w9WgXcQ";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
                "http://youtube.com/watch?v=dQw4w9WgXcQ&t=42s",
                "https://m.youtube.com/watch?list=PL1&v=dQw4w9WgXcQ#top",
                "https://music.youtube.com/watch?v=dQw4w9WgXcQ",
                "HTTPS://WWW.YouTube.com/watch?v=dQw4w9WgXcQ",
                "https://youtu.be/dQw4w9WgXcQ",
                "https://youtu.be/dQw4w9WgXcQ?si=abc",
                "https://www.youtube.com/embed/dQw4w9WgXcQ?start=3",
                "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
                "https://www.youtube.com/shorts/dQw4w9WgXcQ",
                "https://www.youtube.com/live/dQw4w9WgXcQ/"
            })
    void a_video_of_youtube_is_known_from_each_of_its_addresses(String address) {
        assertThat(VideoAddress.of(address)).hasValueSatisfying(video -> {
            assertThat(video.provider()).isEqualTo(VideoAddress.Provider.YOUTUBE);
            assertThat(video.id()).isEqualTo("dQw4w9WgXcQ");
            assertThat(video.embedAddress()).isEqualTo(YOUTUBE);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "https://vimeo.com/76979871, https://player.vimeo.com/video/76979871",
        "https://www.vimeo.com/76979871?share=copy, https://player.vimeo.com/video/76979871",
        "https://vimeo.com/76979871/ab12cd34ef, https://player.vimeo.com/video/76979871?h=ab12cd34ef",
        "https://vimeo.com/channels/staffpicks/76979871, https://player.vimeo.com/video/76979871",
        "https://vimeo.com/groups/name/videos/76979871, https://player.vimeo.com/video/76979871",
        "https://player.vimeo.com/video/76979871, https://player.vimeo.com/video/76979871",
        "https://player.vimeo.com/video/76979871?h=ab12cd34ef&t=1, https://player.vimeo.com/video/76979871?h=ab12cd34ef"
    })
    void a_video_of_vimeo_is_known_and_an_unlisted_one_keeps_its_key(String address, String embed) {
        assertThat(VideoAddress.of(address)).hasValueSatisfying(video -> {
            assertThat(video.provider()).isEqualTo(VideoAddress.Provider.VIMEO);
            assertThat(video.id()).isEqualTo("76979871");
            assertThat(video.embedAddress()).isEqualTo(embed);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "dQw4w9WgXcQ",
                "https://www.youtube.com/",
                "https://www.youtube.com/watch",
                "https://www.youtube.com/watch?v=short",
                "https://www.youtube.com/watch?v=dQw4w9WgXcQextra",
                "https://www.youtube.com/watch?w=dQw4w9WgXcQ",
                "https://www.youtube.com/watch#v=dQw4w9WgXcQ",
                "https://www.youtube.com.example.org/watch?v=dQw4w9WgXcQ",
                "https://example.org/?u=https://youtu.be/dQw4w9WgXcQ",
                "https://notyoutube.com/watch?v=dQw4w9WgXcQ",
                "https://youtu.be/dQw4w9WgXcQ/../../evil",
                "https://user@youtu.be/dQw4w9WgXcQ",
                "ftp://youtu.be/dQw4w9WgXcQ",
                "javascript:https://youtu.be/dQw4w9WgXcQ",
                "https://youtu.be/dQw4w9WgXcQ?a b",
                "https://vimeo.com/about",
                "https://vimeo.com/76979871/edit",
                "https://player.vimeo.com/76979871"
            })
    void an_address_of_anything_else_is_no_video(String address) {
        assertThat(VideoAddress.of(address)).isEmpty();
    }
}
