package com.ovhi.outreach.simulators.sendgrid;

import com.ovhi.outreach.simulators.exchange.Answer;
import com.ovhi.outreach.simulators.world.DomainClock;
import com.ovhi.outreach.simulators.world.Identifiers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** SendGrid's refusals. */
@Component
final class SendGridErrors {

    private static final int USUAL_LIMIT = 600;

    private final JsonMapper json;
    private final Identifiers identifiers;
    private final DomainClock clock;

    SendGridErrors(JsonMapper json, Identifiers identifiers, DomainClock clock) {
        this.json = json;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    Answer unauthorised(boolean anyKey) {
        String message = anyKey
                ? "The provided authorization grant is invalid, expired, or revoked"
                : "Permission denied, wrong credentials";
        return refuse(401, List.of(Problem.plain(message)));
    }

    Answer invalid(List<Problem> problems) {
        return refuse(400, problems);
    }

    Answer unverifiedSender() {
        return refuse(
                403,
                List.of(Problem.in(
                        "from",
                        "The from address does not match a verified Sender Identity. Mail cannot be sent until this"
                                + " error is resolved. Visit"
                                + " https://sendgrid.com/docs/for-developers/sending-email/sender-identity/ to see the"
                                + " Sender Identity requirements")));
    }

    /** The key has no scope for what it asks. */
    Answer forbidden() {
        return refuse(403, List.of(Problem.plain("access forbidden")));
    }

    /** There were more calls than so many in a minute, which ends in so many real seconds. */
    Answer tooFast(int limit, long seconds) {
        return tooFast(limit, clock.instant().plus(clock.toDomain(Duration.ofSeconds(seconds))));
    }

    Answer tooLarge() {
        String page = "<html>\r\n<head><title>413 Request Entity Too Large</title></head>\r\n<body>\r\n"
                + "<center><h1>413 Request Entity Too Large</h1></center>\r\n<hr><center>nginx</center>\r\n"
                + "</body>\r\n</html>\r\n";
        return new Answer(413, "refused", "413", null, Map.of(), MediaType.TEXT_HTML, page);
    }

    /** The wording for a status that was asked for. */
    Answer asked(int status) {
        if (status == 429) {
            return tooFast(USUAL_LIMIT, clock.instant().plusSeconds(1));
        }
        return refuse(
                status,
                List.of(Problem.plain(
                        switch (status) {
                            case 401 -> "The provided authorization grant is invalid, expired, or revoked";
                            case 403 -> "access forbidden";
                            case 503 -> "Service Unavailable";
                            default -> status >= 500 ? "Internal Server Error" : "Bad Request";
                        })));
    }

    private Answer tooFast(int limit, Instant reset) {
        return refuse(429, List.of(Problem.plain("too many requests")))
                .with(Map.of(
                        "X-RateLimit-Limit",
                        Integer.toString(limit),
                        "X-RateLimit-Remaining",
                        "0",
                        "X-RateLimit-Reset",
                        Long.toString(reset.getEpochSecond())));
    }

    private Answer refuse(int status, List<Problem> problems) {
        Map<String, Object> body =
                status == 400 ? Map.of("errors", problems, "id", identifiers.urlSafe()) : Map.of("errors", problems);
        return Answer.refused(status, Integer.toString(status), json.writeValueAsString(body));
    }
}
