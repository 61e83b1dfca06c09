package com.ovhi.outreach.channel.twilio;

import com.ovhi.outreach.channel.gateway.SentLookup;
import com.ovhi.outreach.common.ids.Provider;
import com.twilio.exception.TwilioException;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Message;
import com.twilio.rest.api.v2010.account.MessageReader;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/**
 * Asks Twilio what it has accepted for a number. Only {@code To} is given as a filter: {@code From} is not assigned
 * and {@code DateSent} not set while a message is queued, so filters by them could hide the very message sought.
 */
@Component
class TwilioLookup implements SentLookup {

    private static final long PAGE = 100;

    private final TwilioRestClient client;

    TwilioLookup(TwilioRestClient client) {
        this.client = client;
    }

    @Override
    public Provider provider() {
        return Provider.TWILIO;
    }

    @Override
    public List<String> find(String address, String text, Instant notBefore) throws LookupFailed {
        try {
            var page = new MessageReader().setTo(address).setPageSize(PAGE).firstPage(client);
            var wanted = essence(text);
            return page.getRecords().stream()
                    .filter(each -> !created(each).isBefore(notBefore))
                    .filter(each -> essence(String.valueOf(each.getBody())).equals(wanted))
                    .map(Message::getSid)
                    .toList();
        } catch (TwilioException | UncheckedIOException e) {
            throw new LookupFailed("no-answer");
        }
    }

    private static Instant created(Message message) {
        return message.getDateCreated() == null
                ? Instant.MAX
                : message.getDateCreated().toInstant();
    }

    /** Letters and digits only: Twilio replaces punctuation that does not fit its alphabet. */
    private static String essence(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKD)
                .replaceAll("[^\\p{L}\\p{N}]", "")
                .toLowerCase(Locale.ROOT);
    }
}
