package com.ovhi.outreach.reply.staffanswer;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.phi.Masked;
import com.ovhi.outreach.common.web.ProblemException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.client.RestClientException;
import org.springframework.web.service.annotation.PostExchange;

/** Has template-service judge what staff write themselves. Thread-safe. */
final class FreeTextLint {

    private static final Logger log = LoggerFactory.getLogger(FreeTextLint.class);

    private final Api api;

    FreeTextLint(Api api) {
        this.api = api;
    }

    /**
     * Lets a text pass that may travel on a channel.
     *
     * @throws ProblemException 422 with every rule that it breaks, place and way out, 503 when nobody can judge it now
     */
    void demandGood(long organizationId, Channel channel, String text) {
        var verdict = verdict(new Text(organizationId, channel, text));
        if (!verdict.good()) {
            throw ProblemException.unprocessable("phi-in-channel", "The text holds what this channel must not carry")
                    .with("errors", verdict.findings() == null ? List.of() : verdict.findings());
        }
    }

    private Verdict verdict(Text text) {
        try {
            return api.judge(text);
        } catch (RestClientException e) {
            log.atWarn()
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("An answer of staff could not be judged");
            throw ProblemException.unavailable(
                    "text-cannot-be-judged", "Nobody can judge the text at this moment", Duration.ofSeconds(10));
        }
    }

    /** template-service, as far as it is called. */
    interface Api {

        @PostExchange("/api/v1/lint")
        Verdict judge(@RequestBody Text text);
    }

    /** PHI. */
    record Text(long organizationId, Channel channel, String text) {

        @Override
        public String toString() {
            return "Text[" + Masked.MASK + "]";
        }
    }

    /** Rules, places and ways out; never the text. */
    record Verdict(boolean good, @Nullable List<Finding> findings) {}

    record Finding(String rule, int from, int to, String wayOut) {}
}
