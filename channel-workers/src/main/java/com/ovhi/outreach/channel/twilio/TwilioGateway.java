package com.ovhi.outreach.channel.twilio;

import com.ovhi.outreach.channel.gateway.ChannelGateway;
import com.ovhi.outreach.channel.gateway.OutboundMessage;
import com.ovhi.outreach.channel.gateway.PublicAddresses;
import com.ovhi.outreach.channel.gateway.SendOutcome;
import com.ovhi.outreach.channel.gateway.SendOutcome.Accepted;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.channel.gateway.SendOutcome.Unknown;
import com.ovhi.outreach.channel.gateway.TransportFailure;
import com.ovhi.outreach.channel.gateway.UnknownCodes;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.time.Pace;
import com.twilio.exception.ApiConnectionException;
import com.twilio.exception.ApiException;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.MessageCreator;
import com.twilio.type.PhoneNumber;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Twilio's Messages resource through its own library. */
@Component
class TwilioGateway implements ChannelGateway {

    private static final int LONGEST_VALIDITY = 36_000;

    private final TwilioRestClient client;
    private final TwilioProperties account;
    private final PublicAddresses addresses;
    private final UnknownCodes unknownCodes;
    private final Clock clock;
    private final Pace pace;

    TwilioGateway(
            TwilioRestClient client,
            TwilioProperties account,
            PublicAddresses addresses,
            UnknownCodes unknownCodes,
            Clock clock,
            Pace pace) {
        this.client = client;
        this.account = account;
        this.addresses = addresses;
        this.unknownCodes = unknownCodes;
        this.clock = clock;
        this.pace = pace;
    }

    @Override
    public Provider provider() {
        return Provider.TWILIO;
    }

    @Override
    public SendOutcome send(OutboundMessage message) {
        try {
            var sid = request(message).create(client).getSid();
            return sid == null ? new Unknown("no-message-id") : new Accepted(sid);
        } catch (ApiException e) {
            return refused(e);
        } catch (UncheckedIOException e) {
            return TransportFailure.outcome(e);
        } catch (ApiConnectionException e) {
            return new Unknown("unreadable-answer");
        }
    }

    private MessageCreator request(OutboundMessage message) {
        var to = new PhoneNumber(message.content().address());
        var text = message.content().text();
        var request = account.usesService()
                ? new MessageCreator(to, Objects.requireNonNull(account.messagingServiceSid()), text)
                : new MessageCreator(to, new PhoneNumber(Objects.requireNonNull(account.fromNumber())), text);
        return request.setStatusCallback(callback(message))
                .setValidityPeriod(validity(message))
                .setSmartEncoded(true);
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

    private SendOutcome refused(ApiException failure) {
        var status = failure.getStatusCode();
        var code = failure.getCode();
        if (status == null || status < 400 || status >= 500) {
            return new Unknown(status == null ? "unreadable-answer" : "http-" + status);
        }
        if (code == null) {
            return unlisted(status, "http-" + status);
        }
        return TwilioCodes.TABLE
                .of(code)
                .<SendOutcome>map(ruling -> ruling.outcome(Integer.toString(code)))
                .orElseGet(() -> unlisted(status, Integer.toString(code)));
    }

    private SendOutcome unlisted(int status, String code) {
        return switch (status) {
            case 401, 403, 404, 405 -> new NotSent(FailureClass.CONFIG, code, null, true);
            case 429 -> new NotSent(FailureClass.THROTTLE, code, null, false);
            default -> unknownCodes.refused(Provider.TWILIO, code);
        };
    }
}
