import js from "@eslint/js";
import hooks from "eslint-plugin-react-hooks";
import { defineConfig } from "eslint/config";
import ts from "typescript-eslint";

export default defineConfig(
  { ignores: ["node_modules"] },
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  ts.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ["*.js"] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
  },
  {
    rules: {
      "max-lines": ["error", 400],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
  {
    files: ["client/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: [{ regex: "^(react|\\.\\./.*react)", message: "The client has no React in it." }] },
      ],
    },
  },
  {
    files: ["client/connection/machine.ts", "client/subscription/machine.ts"],
    rules: {
      "no-restricted-globals": [
        "error",
        "fetch",
        "WebSocket",
        "setTimeout",
        "setInterval",
        "Date",
        "Math",
        "performance",
      ],
    },
  },
  {
    files: ["*.js"],
    ...ts.configs.disableTypeChecked,
    languageOptions: { globals: { console: "readonly", process: "readonly" } },
  },
  { files: ["react/**/*.ts", "react/**/*.tsx"], ...hooks.configs.flat.recommended },
);
