package com.ovhi.outreach.webhook.mail;

import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/**
 * The text of an HTML mail as somebody would have typed it: a line for each block, and quoted text marked with
 * {@code >} as mail programs mark it, so that whoever strips quotes finds it.
 */
public final class HtmlText {

    private static final Set<String> SILENT = Set.of("script", "style", "head", "title", "template");
    private static final Set<String> QUOTES =
            Set.of("gmail_quote", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote");

    private HtmlText() {}

    /** The text; empty when there is nothing to read. */
    public static String of(String html) {
        var body = Jsoup.parse(html).body();
        body.select(String.join(",", SILENT)).remove();
        var writer = new Writer();
        body.traverse(writer);
        return writer.text();
    }

    private static final class Writer implements NodeVisitor {

        private final StringBuilder text = new StringBuilder();
        private final StringBuilder line = new StringBuilder();
        private int quotes;

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode words) {
                line.append(words.text());
            } else if (node instanceof Element element) {
                begin(element);
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (node instanceof Element element) {
                if (element.isBlock()) {
                    end();
                }
                quotes -= quotes(element) ? 1 : 0;
            }
        }

        private void begin(Element element) {
            if (element.normalName().equals("br")) {
                newLine();
                return;
            }
            if (element.isBlock() || quotes(element)) {
                end();
            }
            quotes += quotes(element) ? 1 : 0;
        }

        /** Ends a line that says something. */
        private void end() {
            if (!line.toString().isBlank()) {
                newLine();
            }
            line.setLength(0);
        }

        private void newLine() {
            text.append(quotes > 0 ? "> " : "").append(line.toString().strip()).append('\n');
            line.setLength(0);
        }

        private static boolean quotes(Element element) {
            return element.normalName().equals("blockquote") || QUOTES.stream().anyMatch(element::hasClass);
        }

        String text() {
            end();
            return text.toString().strip();
        }
    }
}
