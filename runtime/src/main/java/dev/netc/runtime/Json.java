package dev.netc.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of JSON (RFC 8259) that headers of weight files use: objects, arrays, strings and whole
 * numbers, as {@link Map}, {@link List}, {@link String} and {@link Long}. Anything else is an
 * error: so are names that appear twice in an object.
 */
final class Json {
  private static final int MAX_DEPTH = 16;

  private final String text;
  private int at;
  private int depth;

  private Json(String text) {
    this.text = text;
  }

  /** Text that is not the JSON expected. */
  static final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1;

    SyntaxException(String message) {
      super(message);
    }
  }

  /** Reads a text that is one object, with white space around it. */
  static Map<String, Object> parseObject(String text) throws SyntaxException {
    Json json = new Json(text);
    json.skipSpace();
    Map<String, Object> object = json.object();
    if (json.at < text.length()) {
      throw json.error("something follows the object");
    }
    return object;
  }

  /** A string in quotes, with what must be escaped. */
  static String quote(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  private Object value() throws SyntaxException {
    if (at == text.length()) {
      throw error("it ends too early");
    }
    char c = text.charAt(at);
    if (c == '{') {
      return object();
    }
    if (c == '[') {
      return array();
    }
    if (c == '"') {
      return string();
    }
    return number();
  }

  private Map<String, Object> object() throws SyntaxException {
    Map<String, Object> members = new LinkedHashMap<>();
    enter('{');
    if (!take('}')) {
      do {
        String name = string();
        expect(':');
        if (members.put(name, value()) != null) {
          throw error("the name " + quote(name) + " appears twice");
        }
      } while (take(','));
      expect('}');
    }
    depth--;
    return members;
  }

  private List<Object> array() throws SyntaxException {
    List<Object> elements = new ArrayList<>();
    enter('[');
    if (!take(']')) {
      do {
        elements.add(value());
      } while (take(','));
      expect(']');
    }
    depth--;
    return elements;
  }

  private void enter(char bracket) throws SyntaxException {
    expect(bracket);
    if (++depth > MAX_DEPTH) {
      throw error("it is nested too deeply");
    }
  }

  private String string() throws SyntaxException {
    if (at == text.length() || text.charAt(at) != '"') {
      throw error("a string is expected");
    }
    at++;
    StringBuilder value = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at++);
      if (c < ' ') {
        throw error("a control character in a string");
      }
      value.append(c == '\\' ? escaped() : c);
    }
    expect('"');
    return value.toString();
  }

  private char escaped() throws SyntaxException {
    char c = at < text.length() ? text.charAt(at++) : ' ';
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw error("an unknown escape in a string");
    };
  }

  private char unicode() throws SyntaxException {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
      if (digit < 0) {
        throw error("an unknown escape in a string");
      }
      code = code * 16 + digit;
      at++;
    }
    return (char) code;
  }

  private Long number() throws SyntaxException {
    int start = at;
    if (at < text.length() && text.charAt(at) == '-') {
      at++;
    }
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    String digits = text.substring(start, at);
    if (!digits.matches("-?(0|[1-9][0-9]{0,17})")) {
      at = start;
      throw error("a string, a whole number, an array or an object is expected");
    }
    skipSpace();
    return Long.valueOf(digits);
  }

  private boolean take(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      skipSpace();
      return true;
    }
    return false;
  }

  private void expect(char c) throws SyntaxException {
    if (!take(c)) {
      throw error(at == text.length() ? "it ends too early" : "'" + c + "' is expected");
    }
  }

  private void skipSpace() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private SyntaxException error(String what) {
    return new SyntaxException(what + " at character " + at);
  }
}
