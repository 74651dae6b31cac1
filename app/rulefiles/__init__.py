"""Rule files: folders of YAML and JSON on disk in, located rule documents and golden cases out."""
