package com.ovhi.outreach.simulators.twilio;

import com.ovhi.outreach.simulators.callbacks.Callbacks;
import com.ovhi.outreach.simulators.exchange.Answer;
import com.ovhi.outreach.simulators.exchange.Credentials;
import com.ovhi.outreach.simulators.exchange.Desk;
import com.ovhi.outreach.simulators.ledger.Draft;
import com.ovhi.outreach.simulators.ledger.Entry;
import com.ovhi.outreach.simulators.ledger.Ledgers;
import com.ovhi.outreach.simulators.world.Identifiers;
import com.ovhi.outreach.simulators.world.Provider;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

@RestController
class MessagesController {

    private final Desk desk;
    private final TwilioAccount account;
    private final TwilioErrors errors;
    private final TwilioProperties properties;
    private final MessageValidation validation;
    private final SmsArchive archive;
    private final Ledgers ledgers;
    private final Callbacks callbacks;
    private final Identifiers identifiers;
    private final JsonMapper json;

    MessagesController(
            Desk desk,
            TwilioAccount account,
            TwilioErrors errors,
            TwilioProperties properties,
            MessageValidation validation,
            SmsArchive archive,
            Ledgers ledgers,
            Callbacks callbacks,
            Identifiers identifiers,
            JsonMapper json) {
        this.desk = desk;
        this.account = account;
        this.errors = errors;
        this.properties = properties;
        this.validation = validation;
        this.archive = archive;
        this.ledgers = ledgers;
        this.callbacks = callbacks;
        this.identifiers = identifiers;
        this.json = json;
    }

    @PostMapping("/2010-04-01/Accounts/{accountSid}/Messages.json")
    @Nullable
    ResponseEntity<byte[]> send(@PathVariable String accountSid, HttpServletRequest request) {
        SmsRequest sms = SmsRequest.of(request, properties);
        return desk.serve(
                Provider.TWILIO,
                request,
                sms.attempt(request.getRequestURI()),
                errors::asked,
                () -> account.refusal(accountSid, Credentials.basic(request), request.getRequestURI())
                        .or(() -> validation.objection(sms).map(errors::refuse))
                        .orElseGet(() -> accept(sms)));
    }

    private Answer accept(SmsRequest sms) {
        String sid = "SM" + identifiers.hex();
        Map<String, String> references = sms.references();
        Entry message = ledgers.of(Provider.TWILIO)
                .append(Draft.of(Entry.Kind.MESSAGE)
                        .outcome(sms.service() == null ? "queued" : "accepted", null)
                        .between(sms.from(), sms.to())
                        .message(sid)
                        .job(references.get("job"), references)
                        .text(sms.body())
                        .detail("service", sms.service())
                        .detail("segments", Segments.of(sms.body()))
                        .detail("validity_period", sms.validityPeriod())
                        .detail("status_callback", sms.statusCallback()));
        archive.add(message);
        // What it is now: what follows may happen at once.
        Sms accepted = archive.find(sid).orElseThrow();
        callbacks.accepted(Provider.TWILIO, message);
        String body = json.writeValueAsString(SmsView.of(accepted, sms.body(), properties.accountSid()));
        return Answer.accepted(201, sid, Map.of(), body);
    }
}
