package com.ovhi.outreach.template.catalog;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.template.wording.Wording;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How a wording lies in the columns that templates and their versions share. */
public final class WordingColumns {

    /** The columns that may differ between versions. */
    public static final String NAMES = "name, subject, body, html_body, variables, whatsapp_name, whatsapp_language,"
            + " whatsapp_parameters, whatsapp_quick_replies, is_marketing";

    /** Values for {@link #NAMES}, as {@link #bind} names them. */
    public static final String VALUES = ":name, :subject, :body, :html_body, :variables, :whatsapp_name,"
            + " :whatsapp_language, :whatsapp_parameters, :whatsapp_quick_replies, :is_marketing";

    /** Sets {@link #NAMES} to the values that {@link #bind} gives. */
    public static final String ASSIGNMENTS = "name = :name, subject = :subject, body = :body, html_body = :html_body,"
            + " variables = :variables, whatsapp_name = :whatsapp_name, whatsapp_language = :whatsapp_language,"
            + " whatsapp_parameters = :whatsapp_parameters, whatsapp_quick_replies = :whatsapp_quick_replies,"
            + " is_marketing = :is_marketing";

    private WordingColumns() {}

    /** Gives a statement the values of these columns. */
    public static JdbcClient.StatementSpec bind(JdbcClient.StatementSpec statement, String name, Wording wording) {
        var whatsapp = wording.whatsapp();
        return statement
                .param("name", name)
                .param("subject", wording.subject())
                .param("body", wording.body())
                .param("html_body", wording.html())
                .param("variables", ContractJson.writeText(wording.variables()))
                .param("whatsapp_name", whatsapp == null ? null : whatsapp.name())
                .param("whatsapp_language", whatsapp == null ? null : whatsapp.languageCode())
                .param("whatsapp_parameters", whatsapp == null ? null : ContractJson.writeText(whatsapp.parameters()))
                .param(
                        "whatsapp_quick_replies",
                        whatsapp == null ? null : ContractJson.writeText(whatsapp.quickReplies()))
                .param("is_marketing", wording.marketing());
    }

    /** Reads them; the row must also have the template's channel and language. */
    public static Wording read(ResultSet row) throws SQLException {
        return new Wording(
                Channel.of(row.getString("channel")),
                row.getString("language"),
                row.getString("subject"),
                row.getString("body"),
                row.getString("html_body"),
                names(row.getString("variables")),
                whatsapp(row),
                row.getBoolean("is_marketing"));
    }

    private static Wording.@Nullable WhatsApp whatsapp(ResultSet row) throws SQLException {
        var name = row.getString("whatsapp_name");
        return name == null
                ? null
                : new Wording.WhatsApp(
                        name,
                        row.getString("whatsapp_language"),
                        names(row.getString("whatsapp_parameters")),
                        names(row.getString("whatsapp_quick_replies")));
    }

    private static List<String> names(@Nullable String json) {
        return json == null ? List.of() : List.of(ContractJson.read(json, String[].class));
    }
}
