package com.ovhi.outreach.channel.twilio;

import com.ovhi.outreach.channel.gateway.SentLookup;
import com.twilio.exception.TwilioException;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Message;
import com.twilio.rest.api.v2010.account.MessageReader;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Asks Twilio what it has accepted for a number. Only {@code To} is given as a filter: {@code From} is not assigned
 * and {@code DateSent} not set while a message is queued, so filters by them could hide the very message sought.
 */
class TwilioLookup implements SentLookup.OneByOne {

    private static final long PAGE = 100;
    private static final int MOST_PAGES = 20;

    private final TwilioRestClient client;

    TwilioLookup(TwilioRestClient client) {
        this.client = client;
    }

    @Override
    public List<String> find(String address, String text, Instant notBefore) throws LookupFailed {
        try {
            return recent(address, notBefore).stream()
                    .filter(each -> essence(String.valueOf(each.getBody())).equals(essence(text)))
                    .map(Message::getSid)
                    .toList();
        } catch (TwilioException | UncheckedIOException | TooFast e) {
            throw new LookupFailed("no-answer");
        }
    }

    /** Twilio lists the newest first, so a page that ends with something older is the last one of interest. */
    private List<Message> recent(String address, Instant notBefore) throws LookupFailed {
        var reader = new MessageReader().setTo(address).setPageSize(PAGE);
        var found = new ArrayList<Message>();
        var page = reader.firstPage(client);
        for (var pages = 1; ; pages++) {
            page.getRecords().stream()
                    .filter(each -> !created(each).isBefore(notBefore))
                    .forEach(found::add);
            if (!page.hasNextPage() || endsBefore(page.getRecords(), notBefore)) {
                return found;
            }
            if (pages == MOST_PAGES) {
                // What was not looked at may be the very message sought.
                throw new LookupFailed("too-many");
            }
            page = reader.nextPage(page, client);
        }
    }

    private static boolean endsBefore(List<Message> messages, Instant moment) {
        return !messages.isEmpty() && created(messages.getLast()).isBefore(moment);
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
