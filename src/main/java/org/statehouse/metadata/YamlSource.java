package org.statehouse.metadata;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * YAML as a tree of nodes that know their places. No objects are ever made of it; the words of YAML 1.2's core schema are
 * read ({@code no} and {@code on} are texts), and anchors, aliases, merge keys and tags are refused.
 */
final class YamlSource {

    private static final int MAX_DEPTH = 20;
    private static final Set<Tag> TAGS = Set.of(Tag.MAP, Tag.SEQ, Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL);

    private YamlSource() {}

    /** The file's root, or null when its faults are reported. */
    static @Nullable Node compose(Source source, byte[] bytes) {
        if (bytes.length > MetadataFiles.MAX_BYTES) {
            source.fault(
                    1, 1, "the file is longer than " + MetadataFiles.MAX_BYTES + " bytes; a metadata file may not be");
            return null;
        }
        String text = decode(source, bytes);
        if (text == null) {
            return null;
        }
        try {
            Node root = yaml().compose(new StringReader(text));
            if (root == null || root.getTag().equals(Tag.NULL)) {
                source.fault(1, 1, "the file is empty; allowed here: a mapping");
                return null;
            }
            return isPlain(source, root) ? root : null;
        } catch (MarkedYAMLException fault) {
            String problem = String.valueOf(fault.getProblem());
            if (fault.getProblemMark() == null) {
                source.fault(1, 1, "not valid YAML: " + problem);
            } else {
                source.fault(fault.getProblemMark(), "not valid YAML: " + problem);
            }
        } catch (ReaderException fault) {
            String before = text.substring(0, text.offsetByCodePoints(0, fault.getPosition()));
            placed(
                    source,
                    before,
                    "the character U+" + String.format("%04X", fault.getCodePoint()) + " is not allowed in YAML");
        } catch (YAMLException fault) {
            source.fault(1, 1, "not valid YAML: " + fault.getMessage());
        }
        return null;
    }

    private static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(1);
        options.setTagInspector(tag -> true);
        options.setCodePointLimit(MetadataFiles.MAX_BYTES);
        DumperOptions unused = new DumperOptions();
        return new Yaml(new SafeConstructor(options), new Representer(unused), unused, options, new CoreWords());
    }

    private static @Nullable String decode(Source source, byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), out, true);
        out.flip();
        if (result.isUnderflow()) {
            return out.toString();
        }
        placed(source, out.toString(), "the file is not UTF-8 from here on; save it as UTF-8");
        return null;
    }

    private static void placed(Source source, String before, String message) {
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        source.fault(line, before.length() - before.lastIndexOf('\n'), message);
    }

    /** Whether the tree is a tree of plain values; an anchored node is not looked into, so no alias can be followed. */
    private static boolean isPlain(Source source, Node root) {
        int before = source.faults().size();
        Deque<Node> open = new ArrayDeque<>();
        open.push(root);
        while (!open.isEmpty()) {
            Node node = open.pop();
            if (node.getAnchor() != null) {
                source.fault(
                        node,
                        "the anchor &" + node.getAnchor() + " is not allowed; write the value where it is needed");
            } else if (!TAGS.contains(node.getTag())) {
                source.fault(node, "the tag " + node.getTag() + " is not allowed; write a plain value");
            } else if (node instanceof SequenceNode sequence) {
                sequence.getValue().forEach(open::push);
            } else if (node instanceof MappingNode mapping) {
                for (NodeTuple entry : mapping.getValue()) {
                    open.push(entry.getKeyNode());
                    open.push(entry.getValueNode());
                }
            }
        }
        return source.faults().size() == before;
    }

    /** The plain words of YAML 1.2's core schema, decimal numbers only. */
    private static final class CoreWords extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.BOOL, Pattern.compile("true|True|TRUE|false|False|FALSE"), "tTfF");
            addImplicitResolver(Tag.INT, Pattern.compile("[-+]?[0-9]+"), "-+0123456789");
            addImplicitResolver(
                    Tag.FLOAT,
                    Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"),
                    "-+0123456789.");
            addImplicitResolver(Tag.NULL, Pattern.compile("~|null|Null|NULL"), "~nN");
            addImplicitResolver(Tag.NULL, Pattern.compile(""), null);
        }
    }
}
