package dev.netc.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a safetensors file says of its tensors: one object that maps names to type, shape and place,
 * and {@code __metadata__} to texts.
 *
 * @param entries in the order of their data
 * @param metadata free texts by name
 */
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata) {
  private static final String METADATA = "__metadata__";
  private static final int ALIGNMENT = 8;

  /**
   * One tensor of the file.
   *
   * @param begin the first byte, counted from the end of the header
   */
  record Entry(String name, StoredType type, List<Integer> shape, long begin) {
    int[] sizes() {
      return shape.stream().mapToInt(Integer::intValue).toArray();
    }

    long bytes() {
      return (long) Shapes.count(sizes()) * type.bytes();
    }

    long end() {
      return begin + bytes();
    }
  }

  /** A header that does not follow the format; the message has no file name yet. */
  static final class FormatException extends Exception {
    private static final long serialVersionUID = 1;

    FormatException(String message) {
      super(message);
    }
  }

  /**
   * Reads a header and checks that its tensors cover the data without gap or overlap.
   *
   * @param dataBytes the bytes of the file after the header
   */
  static SafetensorsHeader parse(String json, long dataBytes) throws FormatException {
    Map<String, Object> members;
    try {
      members = Json.parseObject(json);
    } catch (Json.SyntaxException e) {
      throw new FormatException("its header is not JSON as expected: " + e.getMessage());
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, Object> member : members.entrySet()) {
      if (member.getKey().equals(METADATA)) {
        metadata.putAll(metadata(member.getValue()));
      } else {
        entries.add(entry(member.getKey(), member.getValue()));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    checkCover(entries, dataBytes);
    return new SafetensorsHeader(entries, metadata);
  }

  /**
   * The header for tensors to be written, those with larger elements first so that all lie aligned.
   */
  static SafetensorsHeader of(Map<String, Tensor> tensors, Map<String, String> metadata) {
    List<Map.Entry<String, Tensor>> ordered = new ArrayList<>(tensors.entrySet());
    ordered.sort(Comparator.comparingInt(named -> -StoredType.of(named.getValue().type()).bytes()));
    List<Entry> entries = new ArrayList<>();
    long at = 0;
    for (Map.Entry<String, Tensor> named : ordered) {
      Tensor tensor = named.getValue();
      List<Integer> shape = Arrays.stream(tensor.shape()).boxed().toList();
      Entry entry = new Entry(named.getKey(), StoredType.of(tensor.type()), shape, at);
      entries.add(entry);
      at = entry.end();
    }
    return new SafetensorsHeader(entries, metadata);
  }

  /** The header as JSON, padded with spaces to a multiple of eight bytes. */
  byte[] render() {
    List<String> members = new ArrayList<>();
    if (!metadata.isEmpty()) {
      List<String> texts = new ArrayList<>();
      metadata.forEach((name, text) -> texts.add(Json.quote(name) + ":" + Json.quote(text)));
      members.add(Json.quote(METADATA) + ":{" + String.join(",", texts) + "}");
    }
    for (Entry entry : entries) {
      members.add(
          Json.quote(entry.name())
              + ":{\"dtype\":\""
              + entry.type()
              + "\",\"shape\":"
              + entry.shape().toString().replace(" ", "")
              + ",\"data_offsets\":["
              + entry.begin()
              + ","
              + entry.end()
              + "]}");
    }
    byte[] json = ("{" + String.join(",", members) + "}").getBytes(UTF_8);
    int length = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    byte[] padded = Arrays.copyOf(json, length);
    Arrays.fill(padded, json.length, length, (byte) ' ');
    return padded;
  }

  private static Map<String, String> metadata(Object value) throws FormatException {
    Map<String, String> texts = new LinkedHashMap<>();
    if (!(value instanceof Map<?, ?> members)) {
      throw new FormatException("its __metadata__ is not an object");
    }
    for (Map.Entry<?, ?> member : members.entrySet()) {
      if (!(member.getValue() instanceof String text)) {
        throw new FormatException("its __metadata__ " + member.getKey() + " is not a string");
      }
      texts.put((String) member.getKey(), text);
    }
    return texts;
  }

  private static Entry entry(String name, Object value) throws FormatException {
    String where = "tensor " + name + ": ";
    if (!(value instanceof Map<?, ?> fields)) {
      throw new FormatException(where + "its description is not an object");
    }
    StoredType type = storedType(fields, where);
    List<Long> shape = numbers(fields.get("shape"), where + "its shape");
    List<Long> place = numbers(fields.get("data_offsets"), where + "its data_offsets");
    if (place.size() != 2 || place.get(0) > place.get(1)) {
      throw new FormatException(where + "its data_offsets " + place + " are no range");
    }
    long count = 1;
    for (long size : shape) {
      if (size > Integer.MAX_VALUE || count * size > Integer.MAX_VALUE) {
        throw new FormatException(where + "its shape " + shape + " is too large for a Java array");
      }
      count *= size;
    }
    long bytes = count * type.bytes();
    long held = place.get(1) - place.get(0);
    if (bytes != held) {
      throw new FormatException(
          "%sits shape %s of %s takes %d bytes, its data_offsets %s hold %d"
              .formatted(where, shape, type, bytes, place, held));
    }
    return new Entry(name, type, shape.stream().map(Long::intValue).toList(), place.get(0));
  }

  private static StoredType storedType(Map<?, ?> fields, String where) throws FormatException {
    Object name = fields.get("dtype");
    for (StoredType type : StoredType.values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    String known = Arrays.toString(StoredType.values());
    throw new FormatException(
        where + (name == null ? "it has no dtype" : "its dtype " + name + " is none of " + known));
  }

  private static List<Long> numbers(@Nullable Object value, String what) throws FormatException {
    List<Long> numbers = new ArrayList<>();
    if (value instanceof List<?> elements) {
      for (Object element : elements) {
        if (element instanceof Long number && number >= 0) {
          numbers.add(number);
        }
      }
      if (numbers.size() == elements.size()) {
        return numbers;
      }
    }
    throw new FormatException(what + " is not an array of whole numbers");
  }

  private static void checkCover(List<Entry> entries, long dataBytes) throws FormatException {
    long covered = 0;
    String before = "the header";
    for (Entry entry : entries) {
      String where = "tensor " + entry.name() + ": its data ";
      if (entry.begin() < covered) {
        throw new FormatException(where + "overlaps that of " + before);
      }
      if (entry.begin() > covered) {
        throw new FormatException(
            where + "begins " + (entry.begin() - covered) + " bytes after " + before);
      }
      if (entry.end() > dataBytes) {
        throw new FormatException(
            where
                + "ends at byte "
                + entry.end()
                + ", the file has "
                + dataBytes
                + " bytes of data: it is truncated");
      }
      covered = entry.end();
      before = entry.name();
    }
    if (covered < dataBytes) {
      throw new FormatException("it has " + (dataBytes - covered) + " bytes after the last tensor");
    }
  }
}
