package com.ovhi.outreach.channel.whatsapp;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.ChannelGateway;
import com.ovhi.outreach.channel.gateway.ProviderContract;
import com.ovhi.outreach.channel.gateway.Refusals;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Provider;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Set;

class WhatsAppContractTests extends ProviderContract {

    @Override
    protected ChannelGateway gateway(URI url, Refusals refusals, Clock clock) {
        return new WhatsAppGateway(
                Account.main(Provider.WHATSAPP),
                new WhatsAppProperties(url, "v25.0", "106540352242922", "local-access-token", 80, Set.of(), false),
                LIMITS,
                refusals);
    }

    @Override
    protected String slug() {
        return "whatsapp";
    }

    @Override
    protected String address() {
        return "+12125550148";
    }

    @Override
    protected Map.Entry<String, FailureClass> badAddress() {
        return Map.entry("not-a-number", FailureClass.PERM_MSG);
    }

    @Override
    protected Map<String, FailureClass> refusals() {
        return Map.of(
                "131050",
                FailureClass.OPTOUT,
                "132001",
                FailureClass.PERM_MSG,
                "190",
                FailureClass.CONFIG,
                "131026",
                FailureClass.PERM_ADDR,
                "131047",
                FailureClass.WINDOW,
                "131056",
                FailureClass.RETRY);
    }

    @Override
    protected String unheardOf() {
        return "199999";
    }
}
