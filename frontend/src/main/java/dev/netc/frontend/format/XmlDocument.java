package dev.netc.frontend.format;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes an indented XML 1.0 document whose text may hold any characters at all. */
final class XmlDocument {
  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter writer;
  private int depth;

  private XmlDocument() throws XMLStreamException {
    writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
    writer.writeStartDocument("UTF-8", "1.0");
  }

  /** Writes one element after another into a document. */
  @FunctionalInterface
  interface Content {
    void write(XmlDocument document) throws XMLStreamException;
  }

  static String of(Content content) {
    try {
      XmlDocument document = new XmlDocument();
      content.write(document);
      document.writer.writeEndDocument();
      document.writer.close();
      return document.text + "\n";
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a string cannot fail to be written", e);
    }
  }

  /** An element with others in it. */
  void element(String name, String[] attributes, Content content) throws XMLStreamException {
    indent();
    writer.writeStartElement(name);
    attributes(attributes);
    depth++;
    content.write(this);
    depth--;
    indent();
    writer.writeEndElement();
  }

  /** An element with nothing in it. */
  void element(String name, String... attributes) throws XMLStreamException {
    indent();
    writer.writeEmptyElement(name);
    attributes(attributes);
  }

  /** An element with text in it. */
  void text(String name, String content, String... attributes) throws XMLStreamException {
    indent();
    writer.writeStartElement(name);
    attributes(attributes);
    writer.writeCharacters(legal(content));
    writer.writeEndElement();
  }

  /** Names and values in turn. */
  private void attributes(String... attributes) throws XMLStreamException {
    for (int i = 0; i < attributes.length; i += 2) {
      // The writer leaves line ends as they are, and a reader would take them for spaces.
      writer.writeAttribute(attributes[i], legal(attributes[i + 1]).replaceAll("\\R", " | "));
    }
  }

  private void indent() throws XMLStreamException {
    writer.writeCharacters("\n" + "  ".repeat(depth));
  }

  /** XML has no way to write most control characters, nor half of a pair. */
  private static String legal(String text) {
    StringBuilder legal = new StringBuilder();
    text.codePoints()
        .map(
            c ->
                c == '\t'
                        || c == '\n'
                        || c == '\r'
                        || (c >= 0x20 && c <= 0xD7FF)
                        || (c >= 0xE000 && c <= 0xFFFD)
                        || c >= 0x10000
                    ? c
                    : 0xFFFD)
        .forEach(legal::appendCodePoint);
    return legal.toString();
  }
}
