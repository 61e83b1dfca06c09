package com.ovhi.outreach.channel.sendgrid;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.CallLimits;
import com.ovhi.outreach.channel.gateway.ProviderGateways;
import com.ovhi.outreach.channel.gateway.Refusals;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.time.Pace;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SendGridConfiguration {

    @Bean
    ProviderGateways sendGridGateways(
            SendGridAccounts settings,
            CallLimits limits,
            UnsubscribeLink unsubscribe,
            Refusals refusals,
            Clock clock,
            Pace pace) {
        return ProviderGateways.of(
                settings.accounts(),
                (name, account) -> new SendGridGateway(
                        new Account(Provider.SENDGRID, name), account, limits, unsubscribe, refusals, clock, pace));
    }
}
