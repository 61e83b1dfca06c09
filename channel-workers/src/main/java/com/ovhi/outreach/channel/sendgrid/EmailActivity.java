package com.ovhi.outreach.channel.sendgrid;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.CallHandle;
import com.ovhi.outreach.channel.gateway.SentLookup;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.phi.EmailAddress;
import com.ovhi.outreach.common.time.Rest;
import com.sendgrid.Method;
import com.sendgrid.Request;
import com.sendgrid.Response;
import com.sendgrid.SendGrid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Asks SendGrid's feed of e-mail activity, which may be asked a few times a minute and shows a message some time after it was
 * accepted. A message is known by its custom arguments, so that no address stands in a URL.
 */
final class EmailActivity implements SentLookup.Together {

    private static final Logger log = LoggerFactory.getLogger(EmailActivity.class);

    /** Keeps the URL below the eight kilobytes that servers take: a token has 130 characters. */
    private static final int MOST = 50;

    /** More than there can be, so that an answer of as many is not what was asked for. */
    private static final int LIMIT = 4 * MOST;

    /** After a 429 without a wish; longer than the minute for which they are counted. */
    private static final Duration TOO_FAST = Duration.ofSeconds(61);

    private static final int TOO_MANY_REQUESTS = 429;

    private final Account account;
    private final SendGrid api;
    private final Headers headers;
    private final Duration between;
    private final Duration total;
    private final Rest rest = new Rest();
    private final Rest refusal = new Rest();
    private final AtomicBoolean told = new AtomicBoolean();

    /**
     * @param perMinute how often it may be asked
     * @param total how long an answer may take
     */
    EmailActivity(Account account, SendGrid api, Headers headers, int perMinute, Duration total) {
        this.account = account;
        this.api = api;
        this.headers = headers;
        between = Duration.ofMinutes(1).dividedBy(perMinute);
        this.total = total;
    }

    @Override
    public int most() {
        return MOST;
    }

    @Override
    public boolean ready() {
        return !rest.resting() && !turnsAway();
    }

    @Override
    public boolean turnsAway() {
        return refusal.resting();
    }

    @Override
    public Findings find(List<Sought> sought, List<Witness> witnesses) throws LookupFailed {
        rest.rest(between);
        var messages = messages(answer(request(sought, witnesses)));
        var known =
                witnesses.stream().collect(Collectors.toMap(Witness::messageId, Function.identity(), (one, _) -> one));
        var accepted = new HashMap<Sought, String>();
        var shown = new HashSet<Witness>();
        for (var message : messages) {
            var id = messageId(message);
            var witness = known.get(id);
            if (witness == null) {
                accepted.put(addressee(message, sought), id);
            } else {
                shown.add(witness);
            }
        }
        return new Findings(accepted, shown);
    }

    private static Request request(List<Sought> sought, List<Witness> witnesses) {
        var request = new Request();
        request.setMethod(Method.GET);
        request.setEndpoint("messages");
        request.addQueryParam("limit", Integer.toString(LIMIT));
        request.addQueryParam(
                "query",
                Stream.concat(
                                sought.stream().map(each -> token(each.jobId(), each.attempt())),
                                witnesses.stream().map(each -> token(each.jobId(), each.attempt())))
                        .collect(Collectors.joining(" OR ")));
        return request;
    }

    /** Of the arguments that callbacks name, too, and that every mail of ours has. */
    private static String token(UUID jobId, int attempt) {
        return "(unique_args['job_id']=\"" + jobId + "\" AND unique_args['attempt']=\"" + attempt + "\")";
    }

    private String answer(Request request) throws LookupFailed {
        var response = call(request);
        var status = response.getStatusCode();
        if (status == TOO_MANY_REQUESTS) {
            var wish = headers.wish(response);
            refusal.rest(wish == null ? TOO_FAST : wish);
            throw new LookupFailed("too-fast");
        }
        if (status >= 400 && status < 500) {
            refused(status);
            throw LookupFailed.refused();
        }
        if (status != 200) {
            throw new LookupFailed("no-answer");
        }
        told.set(false);
        return response.getBody();
    }

    private Response call(Request request) throws LookupFailed {
        try {
            return new CallHandle().during(() -> send(request), total);
        } catch (UncheckedIOException e) {
            throw new LookupFailed("no-answer");
        }
    }

    private Response send(Request request) {
        try {
            return api.api(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void refused(int status) {
        if (!told.getAndSet(true)) {
            log.atWarn()
                    .addKeyValue("account", account.label())
                    .addKeyValue("status", status)
                    .log("SendGrid does not let us read the e-mail activity; unknown outcomes go to a person");
        }
    }

    private static JsonNode messages(String body) throws LookupFailed {
        var messages = read(body).path("messages");
        if (!messages.isArray()) {
            throw new LookupFailed("unreadable-answer");
        }
        if (messages.size() >= LIMIT) {
            throw new LookupFailed("too-many");
        }
        return messages;
    }

    private static JsonNode read(String body) throws LookupFailed {
        try {
            return ContractJson.mapper().readTree(body);
        } catch (JacksonException e) {
            throw new LookupFailed("unreadable-answer");
        }
    }

    /** Whose message it is. A list that has what was not asked for was made by another question, and proves nothing. */
    private static Sought addressee(JsonNode message, List<Sought> sought) throws LookupFailed {
        var address = canonical(message.path("to_email").asString(""));
        var meant = sought.stream()
                .filter(each -> canonical(each.address()).equals(address))
                .toList();
        if (meant.size() != 1) {
            throw new LookupFailed("unexpected-answer");
        }
        return meant.getFirst();
    }

    private static String canonical(String address) {
        return new EmailAddress(address).canonical();
    }

    /** What the send call answered, and what callbacks are read as: the part before the first dot. */
    private static String messageId(JsonNode message) throws LookupFailed {
        var id = message.path("msg_id").asString("");
        var dot = id.indexOf('.');
        var own = dot < 0 ? id : id.substring(0, dot);
        if (own.isEmpty()) {
            throw new LookupFailed("unreadable-answer");
        }
        return own;
    }
}
