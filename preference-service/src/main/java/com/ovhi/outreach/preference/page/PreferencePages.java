package com.ovhi.outreach.preference.page;

import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.audit.Actor;
import com.ovhi.outreach.preference.audit.AuditTrail;
import com.ovhi.outreach.preference.locking.LockingTransactions;
import com.ovhi.outreach.preference.optout.ConsentRequest.Scope;
import com.ovhi.outreach.preference.page.PatientView.ChannelView;
import com.ovhi.outreach.preference.page.html.PageLanguage;
import com.ovhi.outreach.preference.profile.Profiles;
import com.ovhi.outreach.preference.setting.Hours;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Shows and changes what holds for the patient of a link; each method is one transaction. */
@Component
class PreferencePages {

    private final PageLinks links;
    private final Profiles profiles;
    private final PatientViews views;
    private final PatientActs acts;
    private final AuditTrail trail;
    private final LockingTransactions transactions;

    PreferencePages(
            PageLinks links,
            Profiles profiles,
            PatientViews views,
            PatientActs acts,
            AuditTrail trail,
            LockingTransactions transactions) {
        this.links = links;
        this.profiles = profiles;
        this.views = views;
        this.acts = acts;
        this.trail = trail;
        this.transactions = transactions;
    }

    /** The link of a token, while it works and its patient is still with the organisation. */
    @Transactional
    public Optional<PageLink> open(LinkToken token) {
        return links.find(token.hash())
                .filter(link -> profiles.find(link.patientId())
                        .filter(each -> each.organizationId() == link.organizationId())
                        .isPresent());
    }

    @Transactional
    public PatientView show(PageLink link, Actor actor) {
        trail.record(
                link.organizationId(),
                link.patientId(),
                actor,
                AuditAction.ACCESS,
                Map.of("what", "preference-page", "link_id", link.id().toString()));
        return views.of(profiles.find(link.patientId()).orElseThrow());
    }

    /** Does what the patient chose; false when they saw something else than what holds now. */
    public boolean save(PageLink link, PageForm form, Actor actor) {
        return transactions.run(() -> saved(link, form, actor));
    }

    private boolean saved(PageLink link, PageForm form, Actor actor) {
        var profile = profiles.lock(link.patientId()).orElseThrow();
        if (profile.version() != form.version()) {
            return false;
        }
        var view = views.of(profile);
        var reopened = EnumSet.noneOf(Channel.class);
        for (var channel : view.channels()) {
            if (channel.block() == null && choose(link, form, channel, view.language(), actor)) {
                reopened.add(channel.channel());
            }
        }
        if (view.asksAboutEncryption() && form.unencrypted() != view.unencrypted()) {
            sayOfEncryption(link, form.unencrypted(), view.language(), actor);
        }
        settle(link, form, view, reopened, actor);
        return true;
    }

    /** Stops every channel, whatever the patient saw: a revocation always holds. */
    public void stopAll(PageLink link, Actor actor) {
        transactions.run(() -> {
            var language =
                    views.of(profiles.lock(link.patientId()).orElseThrow()).language();
            for (var channel : Channel.values()) {
                acts.optOut(link, channel, Scope.ALL, language, actor);
            }
            return true;
        });
    }

    /** Whether the channel itself has to be opened again. */
    private boolean choose(PageLink link, PageForm form, ChannelView shown, String language, Actor actor) {
        var channel = shown.channel();
        var care = form.care().contains(channel);
        var marketing = form.marketing().contains(channel);
        if (!care) {
            if (shown.care()) {
                acts.optOut(link, channel, Scope.ALL, language, actor);
            }
            return false;
        }
        if (!shown.care()) {
            acts.optIn(link, channel, Scope.TRANSACTIONAL, language, actor);
        }
        if (marketing && !shown.marketing()) {
            acts.optIn(link, channel, Scope.MARKETING, language, actor);
        } else if (!marketing && shown.marketing()) {
            acts.optOut(link, channel, Scope.MARKETING, language, actor);
        }
        return shown.refusedByPatient();
    }

    /** What e-mail may say is another matter than whether it is sent. */
    private void sayOfEncryption(PageLink link, boolean accepted, String language, Actor actor) {
        if (accepted) {
            acts.optIn(link, Channel.EMAIL, Scope.UNENCRYPTED, language, actor);
        } else {
            acts.optOut(link, Channel.EMAIL, Scope.UNENCRYPTED, language, actor);
        }
    }

    private void settle(PageLink link, PageForm form, PatientView view, Set<Channel> reopened, Actor actor) {
        var quietChanged = !Objects.equals(form.quietStart(), view.quietStart())
                || !Objects.equals(form.quietEnd(), view.quietEnd());
        var shown = PageLanguage.of(view.language()).map(PageLanguage::code).orElse("");
        var languageChanged = form.language() != null && !form.language().equals(shown);
        if (quietChanged || languageChanged || !reopened.isEmpty()) {
            acts.update(
                    link,
                    languageChanged ? form.language() : null,
                    quietChanged ? Hours.orNull(form.quietStart(), form.quietEnd()) : null,
                    reopened,
                    actor);
        }
    }
}
