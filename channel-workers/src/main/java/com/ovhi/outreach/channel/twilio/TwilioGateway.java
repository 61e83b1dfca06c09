package com.ovhi.outreach.channel.twilio;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.ChannelGateway;
import com.ovhi.outreach.channel.gateway.Limit;
import com.ovhi.outreach.channel.gateway.OutboundMessage;
import com.ovhi.outreach.channel.gateway.PublicAddresses;
import com.ovhi.outreach.channel.gateway.Refusals;
import com.ovhi.outreach.channel.gateway.SendOutcome;
import com.ovhi.outreach.channel.gateway.SendOutcome.Accepted;
import com.ovhi.outreach.channel.gateway.SendOutcome.Unknown;
import com.ovhi.outreach.channel.gateway.SentLookup;
import com.ovhi.outreach.channel.gateway.Tenants;
import com.ovhi.outreach.channel.gateway.TransportFailure;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.time.Pace;
import com.twilio.exception.ApiConnectionException;
import com.twilio.exception.ApiException;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Message;
import com.twilio.rest.api.v2010.account.MessageCreator;
import com.twilio.type.PhoneNumber;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Twilio's Messages resource through its own library. */
class TwilioGateway implements ChannelGateway {

    private static final int LONGEST_VALIDITY = 36_000;

    private final Account account;
    private final TwilioRestClient client;
    private final TwilioProperties settings;
    private final PublicAddresses addresses;
    private final Refusals refusals;
    private final Clock clock;
    private final Pace pace;

    TwilioGateway(
            Account account,
            TwilioRestClient client,
            TwilioProperties settings,
            PublicAddresses addresses,
            Refusals refusals,
            Clock clock,
            Pace pace) {
        this.account = account;
        this.client = client;
        this.settings = settings;
        this.addresses = addresses;
        this.refusals = refusals;
        this.clock = clock;
        this.pace = pace;
    }

    @Override
    public Account account() {
        return account;
    }

    @Override
    public Tenants tenants() {
        return settings.tenants();
    }

    @Override
    public List<Limit> limits() {
        var sender = settings.usesService() ? settings.messagingServiceSid() : settings.fromNumber();
        return List.of(
                new Limit("twilio:sender:" + sender, settings.perSecond()),
                new Limit("twilio:account:" + settings.accountSid(), settings.accountPerSecond()));
    }

    /** What Twilio was told to forget it cannot be asked for. */
    @Override
    public Optional<SentLookup> lookup() {
        return settings.discardContent() ? Optional.empty() : Optional.of(new TwilioLookup(client));
    }

    @Override
    public SendOutcome send(OutboundMessage message) {
        try {
            var sid = request(message).create(client).getSid();
            return sid == null ? new Unknown("no-message-id") : new Accepted(sid);
        } catch (ApiException e) {
            return refused(e.getStatusCode(), e.getCode(), null);
        } catch (TooFast e) {
            return refused(TooFast.STATUS, e.code(), e.retryAfter());
        } catch (UncheckedIOException e) {
            return TransportFailure.outcome(e);
        } catch (ApiConnectionException e) {
            return new Unknown("unreadable-answer");
        }
    }

    private MessageCreator request(OutboundMessage message) {
        var to = new PhoneNumber(message.content().address());
        var text = message.content().text();
        var request = settings.usesService()
                ? new MessageCreator(to, Objects.requireNonNull(settings.messagingServiceSid()), text)
                : new MessageCreator(to, new PhoneNumber(Objects.requireNonNull(settings.fromNumber())), text);
        request.setStatusCallback(callback(message))
                .setValidityPeriod(validity(message))
                .setSmartEncoded(true);
        return settings.discardContent()
                ? request.setContentRetention(Message.ContentRetention.DISCARD)
                        .setAddressRetention(Message.AddressRetention.OBFUSCATE)
                : request;
    }

    /** The part behind # tells Twilio to repeat a callback that failed, whatever the failure. */
    private String callback(OutboundMessage message) {
        return addresses.webhookBase() + "/api/v1/webhooks/twilio/status?job=" + message.jobId() + "&a="
                + message.attempt() + "#rc=5&rp=all";
    }

    private int validity(OutboundMessage message) {
        var left = pace.toReal(Duration.between(clock.instant(), message.deadline()));
        return Math.clamp(left.toSeconds(), 1, LONGEST_VALIDITY);
    }

    private SendOutcome refused(@Nullable Integer status, @Nullable Integer code, @Nullable Duration retryAfter) {
        if (status == null || status < 400 || status >= 500) {
            return new Unknown(status == null ? "unreadable-answer" : "http-" + status);
        }
        var answer = "http-" + status;
        return code == null
                ? refusals.refused(Provider.TWILIO, answer, retryAfter)
                : refusals.refused(Provider.TWILIO, Integer.toString(code), answer, retryAfter);
    }
}
