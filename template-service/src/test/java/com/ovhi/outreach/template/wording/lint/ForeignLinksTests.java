package com.ovhi.outreach.template.wording.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignLinksTests {

    private static final Set<String> OURS = Set.of("portal.example.org");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a href=\"https://bit.ly/3xYz\">a</a>",
                "<a href=\"https://portal.example.org.evil.example/\">a</a>",
                "<a href=\"https://portal.example.org@evil.example/\">a</a>",
                "<a href=\"https://evil.example\\@portal.example.org/\">a</a>",
                "<a href=\"https://portal.example.org&#46;evil.example/\">a</a>",
                "<a href=\"HTTPS://EVIL.example/\">a</a>",
                "<a href=\"//evil.example/\">a</a>",
                "<a href=\"https://\">a</a>"
            })
    void areRefusedInHtml(String html) {
        assertThat(ForeignLinks.inHtml(html, OURS))
                .hasSize(1)
                .allSatisfy(place ->
                        assertThat(html.substring(place.from(), place.to())).contains("//"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a href=\"https://portal.example.org/help\">a</a>",
                "<a href=\"https://PORTAL.example.org:443/\">a</a>",
                "<a href=\"{{portal_url}}\">a</a>",
                "<a href=\"tel:911\">a</a>",
                "<a href=\"#top\">a</a>"
            })
    void areNotOurs(String html) {
        assertThat(ForeignLinks.inHtml(html, OURS)).isEmpty();
    }

    @Test
    void areRefusedInPlainTextAndSaidWhere() {
        var text = "Read https://portal.example.org/x or https://bit.ly/3xYz now";

        assertThat(ForeignLinks.inText(text, OURS)).containsExactly(new ForeignLinks.Place(37, 56));
    }
}
