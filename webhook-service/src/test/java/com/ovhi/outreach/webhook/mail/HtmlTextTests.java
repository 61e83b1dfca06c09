package com.ovhi.outreach.webhook.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlTextTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<p>Yes, I will be there</p>|Yes, I will be there",
                "<div>Yes</div><div>Jane</div>|Yes/Jane",
                "Yes<br>Jane|Yes/Jane",
                "<div>Yes<br></div><div><br></div><div>Jane</div>|Yes//Jane",
                "<b>S</b>TOP|STOP",
                "S&iacute; &amp; gracias|Sí & gracias",
                "<style>p{}</style><script>x()</script><p>OK</p>|OK",
                "<p>STOP</p><blockquote>Reply STOP<br>to end</blockquote>|STOP/> Reply STOP/> to end",
                "<div>1</div><div class=\"gmail_quote\">On Monday Clinic wrote:<blockquote><p>Reply 1</p></blockquote></div>"
                        + "|1/> On Monday Clinic wrote:/> Reply 1",
                "<p>  so   many\tblanks </p>|so many blanks",
                "<table><tr><td>Yes</td></tr><tr><td>Jane</td></tr></table>|Yes/Jane",
                "<p>unclosed <b>and <div>wrong</p>|unclosed and/wrong",
                "plain text|plain text"
            })
    void readsAsSomebodyWouldHaveTypedIt(String html, String lines) {
        assertThat(HtmlText.of(html)).isEqualTo(lines.replace('/', '\n'));
    }

    @Test
    void survivesAnyDepth() {
        assertThatCode(() -> HtmlText.of("<div>".repeat(100_000) + "x")).doesNotThrowAnyException();
        assertThat(HtmlText.of("")).isEmpty();
    }
}
