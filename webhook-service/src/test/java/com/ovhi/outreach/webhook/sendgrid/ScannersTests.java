package com.ovhi.outreach.webhook.sendgrid;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.webhook.sendgrid.Scanners.Seen;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScannersTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Barracuda Sentinel (EE)|true",
                "Mozilla/5.0 (compatible; bingbot/2.0)|true",
                "Mozilla/5.0 HeadlessChrome/120|true",
                "python-requests/2.31|true",
                "curl/8.5.0|true",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)|false",
                "Mozilla/5.0 (Linux; Android 11; CUBOT X30) Chrome/120|false",
                "Mozilla/5.0 (Windows NT 10.0) Outlook|false"
            })
    void knowsThemByTheirNames(String userAgent, boolean machine) {
        assertThat(Scanners.knows(userAgent)).isEqualTo(machine);
        assertThat(Scanners.knows(null)).isFalse();
    }

    @Test
    void knowsThemByTheirHaste() {
        assertThat(Scanners.hurried(List.of(seen("m", "a", 10), seen("m", "b", 11))))
                .as("two links within two seconds")
                .containsExactly("m");
        assertThat(Scanners.hurried(List.of(seen("m", "a", 11), seen("m", "", 10))))
                .as("a second after delivery")
                .containsExactly("m");
        assertThat(Scanners.hurried(List.of(seen("m", "a", 10), seen("m", "a", 10), seen("m", "b", 20))))
                .as("the same link twice, another later")
                .isEmpty();
        assertThat(Scanners.hurried(List.of(seen("m", "", 10), seen("m", "a", 40))))
                .isEmpty();
        assertThat(Scanners.hurried(List.of(seen("m", "a", 10), seen("n", "b", 10))))
                .as("two messages")
                .isEmpty();
    }

    private static Seen seen(String message, String link, long second) {
        return new Seen(message, link, Instant.ofEpochSecond(second));
    }
}
