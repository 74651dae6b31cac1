"""Makes lists of what to ask of whom, drafts of what they represent, and what is documented of an inquiry."""
