package dev.netc.frontend.incremental;

import dev.netc.compiler.CompilerOptions;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Options as a text that is the same for equal options, in each run: maps are in order. Options
 * that are added to the compiler are in it by themselves.
 */
final class OptionsText {
  private final StringBuilder text = new StringBuilder();

  private OptionsText() {}

  static String of(CompilerOptions options) {
    OptionsText all = new OptionsText();
    all.add(options);
    return all.text.toString();
  }

  private void add(Object value) {
    if (value instanceof Optional<?> optional) {
      if (optional.isPresent()) {
        add(optional.get());
      }
    } else if (value instanceof Map<?, ?> map) {
      Map<String, Object> sorted = new TreeMap<>();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        sorted.put(entry.getKey().toString(), entry.getValue());
      }
      text.append('{');
      for (Map.Entry<String, Object> entry : sorted.entrySet()) {
        addQuoted(entry.getKey());
        add(entry.getValue());
      }
      text.append('}');
    } else if (value instanceof Record record) {
      text.append('(');
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        text.append(component.getName()).append('=');
        add(component(record, component));
        text.append(';');
      }
      text.append(')');
    } else {
      addQuoted(value);
    }
  }

  private void addQuoted(Object value) {
    String quoted = value.toString().replace("\\", "\\\\").replace("\"", "\\\"");
    text.append('"').append(quoted).append('"');
  }

  private static Object component(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read the option " + component.getName(), e);
    }
  }
}
