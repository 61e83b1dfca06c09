package com.ovhi.outreach.simulators.sendgrid;

import com.ovhi.outreach.simulators.callbacks.Callbacks;
import com.ovhi.outreach.simulators.exchange.Answer;
import com.ovhi.outreach.simulators.exchange.Attempt;
import com.ovhi.outreach.simulators.exchange.Credentials;
import com.ovhi.outreach.simulators.exchange.Desk;
import com.ovhi.outreach.simulators.ledger.Entry;
import com.ovhi.outreach.simulators.ledger.Ledgers;
import com.ovhi.outreach.simulators.world.DomainClock;
import com.ovhi.outreach.simulators.world.Identifiers;
import com.ovhi.outreach.simulators.world.Provider;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@RestController
class MailController {

    private static final int LARGEST_BODY = 30 * 1024 * 1024;

    private final Desk desk;
    private final SendGridErrors errors;
    private final SendGridProperties properties;
    private final Ledgers ledgers;
    private final ActivityFeed feed;
    private final Callbacks callbacks;
    private final Identifiers identifiers;
    private final DomainClock clock;
    private final JsonMapper json;

    MailController(
            Desk desk,
            SendGridErrors errors,
            SendGridProperties properties,
            Ledgers ledgers,
            ActivityFeed feed,
            Callbacks callbacks,
            Identifiers identifiers,
            DomainClock clock,
            JsonMapper json) {
        this.desk = desk;
        this.errors = errors;
        this.properties = properties;
        this.ledgers = ledgers;
        this.feed = feed;
        this.callbacks = callbacks;
        this.identifiers = identifiers;
        this.clock = clock;
        this.json = json;
    }

    @PostMapping({"/v3/mail/send", "/sendgrid/v3/mail/send"})
    @Nullable
    ResponseEntity<byte[]> send(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(LARGEST_BODY + 1);
        JsonNode mail = body.length > LARGEST_BODY ? null : parsed(body);
        Attempt attempt = mail == null
                ? Attempt.unreadable(request.getRequestURI())
                : new Mail(mail).attempt(request.getRequestURI());
        return desk.serve(
                Provider.SENDGRID,
                request,
                attempt,
                (status, code) -> errors.asked(status),
                () -> answer(Credentials.bearer(request), body.length, mail));
    }

    private Answer answer(Optional<String> key, int size, @Nullable JsonNode mail) {
        if (!key.equals(Optional.of(properties.apiKey()))) {
            return errors.unauthorised(key.isPresent());
        }
        if (size > LARGEST_BODY) {
            return errors.tooLarge();
        }
        if (mail == null || !mail.isObject()) {
            return errors.invalid(List.of(Problem.plain("Bad Request")));
        }
        List<Problem> problems = MailValidation.of(mail, clock.instant().getEpochSecond());
        if (!problems.isEmpty()) {
            return errors.invalid(problems);
        }
        Mail valid = new Mail(mail);
        return verified(valid.from()) ? accept(valid) : errors.unverifiedSender();
    }

    private Answer accept(Mail mail) {
        String id = identifiers.urlSafe();
        Map<String, String> headers = Map.of("X-Message-Id", id);
        if (mail.sandboxed()) {
            return new Answer(200, "sandbox", null, null, headers, org.springframework.http.MediaType.TEXT_PLAIN, "");
        }
        mail.messages(id).forEach(draft -> {
            Entry message = ledgers.of(Provider.SENDGRID).append(draft);
            feed.add(message);
            callbacks.accepted(Provider.SENDGRID, message);
        });
        return Answer.accepted(202, id, headers, "");
    }

    private boolean verified(@Nullable String from) {
        return properties.verifiedDomains().isEmpty()
                || (from != null && properties.verifiedDomains().contains(from.substring(from.indexOf('@') + 1)));
    }

    private @Nullable JsonNode parsed(byte[] body) {
        try {
            return json.readTree(body);
        } catch (JacksonException malformed) {
            return null;
        }
    }
}
